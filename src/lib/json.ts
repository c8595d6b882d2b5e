/** An object out of somebody's JSON, of which nothing is known yet. */
export type JsonObject = { readonly [key: string]: unknown };

/** A place in a JSON value: names and positions from its top. */
export type JsonPath = readonly (string | number)[];

/** Whether a value is a JSON object (not null, not a list). */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The object that a value is, or an empty one. */
export const objectIn = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** The list that a value is, or an empty one. */
export const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The string that a value is, or null. */
export const textOrNull = (value: unknown): string | null => (typeof value === "string" ? value : null);

/** The finite number that a value is, or null. */
export const numberOrNull = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;

/** The boolean that a value is, or null. */
export const flagOrNull = (value: unknown): boolean | null => (typeof value === "boolean" ? value : null);

/** What a text means as JSON; undefined where it is none. */
export const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** The fields of an object besides these, in their order. */
export const fieldsBeside = (object: JsonObject, known: ReadonlySet<string>): JsonObject => {
  const rest: Record<string, unknown> = {};
  for (const name of Object.keys(object)) if (!known.has(name)) rest[name] = object[name];
  return rest;
};
