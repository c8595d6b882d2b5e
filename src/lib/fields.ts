import { flagOrNull, isObject, type JsonObject, numberOrNull, textOrNull } from "./json.ts";

/**
 * One object's fields, taken by name and type; of several names for one field the first that fits counts. What nobody
 * could take is left, whatever it is, so that nothing gets lost between a reader and its writer; but for a null in the
 * place of what was asked for, which says no more than a missing field.
 */
export type Fields = {
  readonly text: (...names: readonly string[]) => string | null;
  readonly number: (...names: readonly string[]) => number | null;
  readonly flag: (...names: readonly string[]) => boolean | null;
  readonly list: (...names: readonly string[]) => readonly unknown[] | null;
  readonly object: (...names: readonly string[]) => JsonObject | null;
  /** Whatever is there and passes; null where nothing does. */
  readonly taken: <T>(fits: (value: unknown) => T | null, ...names: readonly string[]) => T | null;
  /** The fields of an object inside; empty where there is none. What is left of it is left under the first name. */
  readonly within: (...names: readonly string[]) => Fields;
  /** Leaves a null in the place of what was taken, by which a writer finds that place among several again. */
  readonly mark: (name: string) => void;
  readonly left: () => JsonObject;
};

/** The fields of an object. */
export const fieldsOf = (object: JsonObject): Fields => {
  const gone = new Set<string>();
  const marks: [string, null][] = [];
  const inner = new Map<string, { readonly name: string; readonly fields: Fields; readonly value: JsonObject }>();
  const taken: Fields["taken"] = (fits, ...names) => {
    for (const name of names) {
      const value = Object.hasOwn(object, name) ? object[name] : undefined;
      const fitting = value === undefined || value === null ? null : fits(value);
      if (value === null || fitting !== null) gone.add(name);
      if (fitting !== null) return fitting;
    }
    return null;
  };
  const entryLeft = ([name, value]: [string, unknown]): [string, unknown][] => {
    const inside = inner.get(name);
    if (inside === undefined) return gone.has(name) ? [] : [[name, value]];
    const left = inside.fields.left();
    const isUsedUp = isEmpty(left) && !isEmpty(inside.value);
    return isUsedUp ? [] : [[inside.name, left]];
  };
  return {
    taken,
    text: (...names) => taken(textOrNull, ...names),
    number: (...names) => taken(numberOrNull, ...names),
    flag: (...names) => taken(flagOrNull, ...names),
    list: (...names) => taken((value) => (Array.isArray(value) ? (value as unknown[]) : null), ...names),
    object: (...names) => taken(objectOrNull, ...names),
    within: (...names) => {
      const name = names.find((one) => Object.hasOwn(object, one) && isObject(object[one]));
      const value = name === undefined ? null : objectOrNull(object[name]);
      if (name === undefined || value === null) return fieldsOf({});
      const fields = inner.get(name)?.fields ?? fieldsOf(value);
      inner.set(name, { name: names[0] ?? name, fields, value });
      return fields;
    },
    mark: (name) => {
      marks.push([name, null]);
    },
    left: () => Object.fromEntries([...Object.entries(object).flatMap(entryLeft), ...marks]),
  };
};

const objectOrNull = (value: unknown): JsonObject | null => (isObject(value) ? value : null);
const isEmpty = (object: JsonObject): boolean => Object.keys(object).length === 0;

/** Two objects as one, and what is inside them too; `over` wins, what is undefined in it says nothing. */
export const merged = (under: JsonObject, over: JsonObject, depth = 0): JsonObject => {
  const whole = new Map(Object.entries(under));
  for (const [name, value] of Object.entries(over)) {
    const below = whole.get(name);
    const isInside = isObject(below) && isObject(value) && depth < maxDepth;
    if (value !== undefined) whole.set(name, isInside ? merged(below, value, depth + 1) : value);
  }
  return Object.fromEntries(whole);
};

/** Deeper than any format goes; a deeper one is somebody's attempt at our stack. */
const maxDepth = 16;
