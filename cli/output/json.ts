/** The number of the JSON answers' shape. It is raised when a field goes or changes; additions leave it. */
const schema = 1;

/** An answer for programs: snake_case names, times as RFC 3339 in UTC, unknown as null. */
export const jsonAnswer = (fields: object, now: number): string =>
  JSON.stringify({ schema, generated_at: new Date(now).toISOString(), ...plainObject(fields) });

const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === "object" && value !== null ? plainObject(value) : value;
};

const plainObject = (value: object): object =>
  Object.fromEntries(
    Object.entries(value).map(([name, field]) => [
      snakeCase(name),
      isTime(name, field) ? isoTime(field) : plain(field),
    ]),
  );

const snakeCase = (name: string): string =>
  name.replaceAll(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const isTime = (name: string, value: unknown): value is number =>
  typeof value === "number" && (/[a-z]At$/.test(name) || name === "at" || name === "since");

const isoTime = (at: number): string => new Date(at).toISOString();
