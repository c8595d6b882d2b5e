/** The number of the JSON answers' shape. It is raised when a field goes or changes; additions leave it. */
const schema = 1;

type Fields = Readonly<Record<string, unknown>>;

/** An answer for programs: snake_case names, times as RFC 3339 in UTC, whole milliseconds, unknown as null. */
export const jsonAnswer = (fields: object, now: number): Fields => ({
  schema,
  generated_at: new Date(now).toISOString(),
  ...plainObject(fields),
});

/** One of many lines (NDJSON), each of which has a time of its own. */
export const jsonRecord = (fields: object): Fields => ({ schema, ...plainObject(fields) });

const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === "object" && value !== null ? plainObject(value) : value;
};

const plainObject = (value: object): Fields =>
  Object.fromEntries(Object.entries(value).map(([name, field]) => [snakeCase(name), plainField(name, field)]));

const plainField = (name: string, value: unknown): unknown => {
  if (typeof value !== "number") return plain(value);
  if (/[a-z]At$/.test(name) || name === "at" || name === "since" || name === "until")
    return new Date(value).toISOString();
  // What is finer than a millisecond is noise of the measuring; money is whole micro-dollars.
  return /(Ms|Micros)$/.test(name) ? Math.round(value) : value;
};

const snakeCase = (name: string): string =>
  name.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
