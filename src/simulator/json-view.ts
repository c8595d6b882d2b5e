/** An object out of somebody's JSON, of which nothing is known yet. */
export type JsonObject = { readonly [key: string]: unknown };

/** Whether a value is a JSON object (not null, not a list). */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The object that a value is, or an empty one. */
export const objectIn = (value: unknown): JsonObject => (isObject(value) ? value : {});

/** The list that a value is, or an empty one. */
export const listIn = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The string that a value is, or an empty one. */
export const textIn = (value: unknown): string => (typeof value === "string" ? value : "");

/** The finite number that a value is, or null. */
export const numberIn = (value: unknown): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;

/** The strings of a list; a lone string counts as a list of one. */
export const textsIn = (value: unknown): readonly string[] =>
  (typeof value === "string" ? [value] : listIn(value)).filter((item): item is string => typeof item === "string");
