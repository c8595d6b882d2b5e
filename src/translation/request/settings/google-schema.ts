import { isObject, type JsonObject, listIn } from "../../../lib/json.ts";
import { eachSchema, googleWords, inWords } from "./schema.ts";

/** A schema as Gemini takes it, and how many limits are only told. */
export const googleSchema = (schema: unknown): { readonly schema: unknown; readonly count: number } => {
  const { schema: told, count } = inWords(eachSchema(schema, withoutFlags), googleWords);
  return { schema: eachSchema(told, withBareRef), count };
};

/** No `true` and `false` in the place of schemas, and no list of one that all have to fit. */
const withoutFlags = (one: JsonObject): JsonObject => {
  let next = one;
  const { properties, items, allOf } = one;
  if (isObject(properties) && Object.values(properties).some((value) => typeof value === "boolean")) {
    const left = Object.entries(properties).filter(([, value]) => value !== false);
    next = {
      ...next,
      properties: Object.fromEntries(left.map(([name, value]) => [name, value === true ? {} : value])),
    };
  }
  if (typeof items === "boolean") next = { ...next, items: {} };
  const [only, ...more] = listIn(allOf);
  if (!isObject(only) || more.length > 0) return next;
  const { allOf: _all, ...rest } = next;
  return { ...only, ...rest };
};

/** ai.google.dev: beside a `$ref` nothing may stand but what begins with `$`. */
const withBareRef = (one: JsonObject): JsonObject => {
  const beside = Object.keys(one).filter((name) => !name.startsWith("$"));
  if (!("$ref" in one) || beside.length === 0) return one;
  const { $ref, ...rest } = one;
  return { ...rest, anyOf: [{ $ref }] };
};
