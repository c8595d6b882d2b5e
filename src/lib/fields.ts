import { flagOrNull, isObject, type JsonObject, numberOrNull, textOrNull } from "./json.ts";
import { type Growing, isEmpty, put } from "./json-rest.ts";

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
export const fieldsOf = (object: JsonObject): Fields => new FieldsOf(object);

/** The fields of an object inside, the name that what is left of it is left under, and where they stand. */
type Inner = { readonly at: string; readonly name: string; readonly fields: Fields; readonly isEmpty: boolean };

/** Nothing is made that is not asked for: each event of each stream is read with one of these. */
class FieldsOf implements Fields {
  readonly #object: JsonObject;
  readonly #gone: string[] = [];
  #inner: Inner[] | null = null;
  #marks: string[] | null = null;

  constructor(object: JsonObject) {
    this.#object = object;
  }

  taken<T>(fits: (value: unknown) => T | null, ...names: readonly string[]): T | null {
    for (const name of names) {
      const value = Object.hasOwn(this.#object, name) ? this.#object[name] : undefined;
      const fitting = value === undefined || value === null ? null : fits(value);
      if (value === null || fitting !== null) this.#gone.push(name);
      if (fitting !== null) return fitting;
    }
    return null;
  }

  text(...names: readonly string[]): string | null {
    return this.taken(textOrNull, ...names);
  }

  number(...names: readonly string[]): number | null {
    return this.taken(numberOrNull, ...names);
  }

  flag(...names: readonly string[]): boolean | null {
    return this.taken(flagOrNull, ...names);
  }

  list(...names: readonly string[]): readonly unknown[] | null {
    return this.taken(listOrNull, ...names);
  }

  object(...names: readonly string[]): JsonObject | null {
    return this.taken(objectOrNull, ...names);
  }

  within(...names: readonly string[]): Fields {
    const at = names.find((one) => Object.hasOwn(this.#object, one) && isObject(this.#object[one]));
    const value = at === undefined ? null : objectOrNull(this.#object[at]);
    if (at === undefined || value === null) return fieldsOf({});
    const before = this.#inner?.find((inner) => inner.at === at);
    const inner = { at, name: names[0] ?? at, fields: before?.fields ?? fieldsOf(value), isEmpty: isEmpty(value) };
    this.#inner = [...(this.#inner ?? []).filter((one) => one !== before), inner];
    return inner.fields;
  }

  mark(name: string): void {
    this.#marks ??= [];
    this.#marks.push(name);
  }

  left(): JsonObject {
    const rest: Growing = {};
    for (const name of Object.keys(this.#object)) {
      const inner = this.#inner?.find(({ at }) => at === name);
      if (inner !== undefined) {
        const left = inner.fields.left();
        if (!isEmpty(left) || inner.isEmpty) put(rest, inner.name, left);
      } else if (!this.#gone.includes(name)) put(rest, name, this.#object[name]);
    }
    for (const name of this.#marks ?? []) put(rest, name, null);
    return rest;
  }
}

const listOrNull = (value: unknown): readonly unknown[] | null => (Array.isArray(value) ? (value as unknown[]) : null);
const objectOrNull = (value: unknown): JsonObject | null => (isObject(value) ? value : null);

/** Two objects as one, and what is inside them too; `over` wins, what is undefined in it says nothing. */
export const merged = (under: JsonObject, over: JsonObject, depth = 0): JsonObject => {
  const whole: Growing = { ...under };
  for (const name of Object.keys(over)) {
    const value = over[name];
    if (value === undefined) continue;
    const below = Object.hasOwn(whole, name) ? whole[name] : undefined;
    const isInside = isObject(below) && isObject(value) && depth < maxDepth;
    put(whole, name, isInside ? merged(below, value, depth + 1) : value);
  }
  return whole;
};

/** Deeper than any format goes; a deeper one is somebody's attempt at our stack. */
const maxDepth = 16;
