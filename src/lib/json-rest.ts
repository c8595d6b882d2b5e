import { isObject, type JsonObject } from "./json.ts";

/** An object that is being made. */
export type Growing = { [name: string]: unknown };

/** Sets a field, whatever its name: an assignment would not take `__proto__` for a name like any other. */
export const put = (object: Growing, name: string, value: unknown): void => {
  if (name !== "__proto__") object[name] = value;
  else Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
};

/** The fields of an object that pass. No lists of entries are made on the way: each event of each stream comes here. */
export const keeping = (object: JsonObject, passes: (value: unknown, name: string) => boolean): JsonObject => {
  const kept: Growing = {};
  for (const name of Object.keys(object)) {
    const value = object[name];
    if (passes(value, name)) put(kept, name, value);
  }
  return kept;
};

/** What is in one object and has no place at all in another, down through the objects in both. Lists are not compared. */
export const restOf = (object: JsonObject, written: JsonObject): JsonObject => {
  const rest: Growing = {};
  for (const name of Object.keys(object)) {
    const value = object[name];
    const other = Object.hasOwn(written, name) ? written[name] : undefined;
    if (other === undefined) {
      put(rest, name, value);
      continue;
    }
    if (!isObject(value) || !isObject(other)) continue;
    const inner = restOf(value, other);
    if (!isEmpty(inner)) put(rest, name, inner);
  }
  return rest;
};

/** Whether an object has no fields. */
export const isEmpty = (object: object): boolean => {
  for (const name in object) if (Object.hasOwn(object, name)) return false;
  return true;
};

/** The fields of an object that have a value: neither null nor undefined. */
export const present = (object: JsonObject): JsonObject =>
  keeping(object, (value) => value !== null && value !== undefined);
