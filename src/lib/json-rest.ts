import { isObject, type JsonObject } from "./json.ts";

/** What is in one object and has no place at all in another, down through the objects in both. Lists are not compared. */
export const restOf = (object: JsonObject, written: JsonObject): JsonObject => {
  const rest: [string, unknown][] = [];
  for (const [name, value] of Object.entries(object)) {
    const other = Object.hasOwn(written, name) ? written[name] : undefined;
    if (other === undefined) {
      rest.push([name, value]);
      continue;
    }
    if (!isObject(value) || !isObject(other)) continue;
    const inner = restOf(value, other);
    if (!isEmpty(inner)) rest.push([name, inner]);
  }
  return Object.fromEntries(rest); // unlike an assignment, it takes `__proto__` for a name like any other
};

/** Whether an object has no fields. */
export const isEmpty = (object: JsonObject): boolean => {
  for (const name in object) if (Object.hasOwn(object, name)) return false;
  return true;
};

/** The fields of an object that have a value: neither null nor undefined. */
export const present = (object: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== null && value !== undefined));
