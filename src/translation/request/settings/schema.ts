import { isObject, type JsonObject, listIn, objectIn, textOrNull } from "../../../lib/json.ts";

/** A schema, and every schema inside of it, inside out. The same object where nothing has changed. */
export const eachSchema = (schema: unknown, change: (schema: JsonObject) => JsonObject, depth = 0): unknown => {
  if (!isObject(schema) || depth > maxDepth) return schema;
  const inside = (value: unknown): unknown => eachSchema(value, change, depth + 1);
  let next: JsonObject = schema;
  const put = (name: string, value: unknown): void => {
    if (value !== next[name]) next = { ...next, [name]: value };
  };
  for (const name of single) if (isObject(schema[name])) put(name, inside(schema[name]));
  for (const name of several) if (Array.isArray(schema[name])) put(name, listed(schema[name], inside));
  for (const name of named) if (isObject(schema[name])) put(name, mapped(schema[name], inside));
  return change(next);
};

/** Deeper than any tool goes; a deeper one is somebody's attempt at our stack. */
const maxDepth = 64;

const single = ["items", "additionalProperties", "not", "if", "then", "else", "contains", "propertyNames"] as const;
const several = ["anyOf", "oneOf", "allOf", "prefixItems"] as const;
const named = ["properties", "$defs", "definitions", "patternProperties"] as const;

const listed = (list: readonly unknown[], inside: (value: unknown) => unknown): readonly unknown[] => {
  const next = list.map(inside);
  return next.some((value, at) => value !== list[at]) ? next : list;
};

const mapped = (object: JsonObject, inside: (value: unknown) => unknown): JsonObject => {
  const next = Object.entries(object).map(([name, value]) => [name, inside(value)] as const);
  return next.some(([name, value]) => value !== object[name]) ? Object.fromEntries(next) : object;
};

/** Google's own words for a schema as JSON Schema: types in capitals, `nullable`, numbers as texts. */
export const fromGoogleWords = (schema: unknown): unknown =>
  eachSchema(schema, ({ type, nullable, propertyOrdering: _order, example, ...rest }) => {
    const word = textOrNull(type)?.toLowerCase();
    const said = word === undefined || word === "type_unspecified" ? type : word;
    const types = nullable === true && typeof said === "string" ? [said, "null"] : said;
    const numbers = Object.fromEntries(
      counts.filter((name) => typeof rest[name] === "string").map((name) => [name, Number(rest[name])]),
    );
    return {
      ...(types === undefined || word === "type_unspecified" ? {} : { type: types }),
      ...rest,
      ...numbers,
      ...(example === undefined ? {} : { examples: [example] }),
    };
  });

const counts = ["minItems", "maxItems", "minLength", "maxLength", "minProperties", "maxProperties"] as const;

/** A schema without the words that are not in this list; what limits a value goes on in its description, for the model to read. */
export const inWords = (
  schema: unknown,
  known: ReadonlySet<string>,
): { readonly schema: unknown; readonly count: number } => {
  let count = 0;
  const next = eachSchema(schema, (one) => {
    const strange = Object.keys(one).filter((name) => !known.has(name));
    if (strange.length === 0) return one;
    const kept = Object.fromEntries(Object.entries(one).filter(([name]) => known.has(name)));
    const told = strange.filter((name) => !silent.has(name)).map((name) => `${name}: ${JSON.stringify(one[name])}`);
    const isConst = "const" in one && known.has("enum");
    count += told.length - (isConst ? 1 : 0);
    const limits = told.filter((limit) => !(isConst && limit.startsWith("const:")));
    const description = [textOrNull(one["description"]) ?? "", limits.length === 0 ? "" : `{${limits.join(", ")}}`];
    const said = description.filter((part) => part !== "").join("\n\n");
    return { ...kept, ...(isConst ? { enum: [one["const"]] } : {}), ...(said === "" ? {} : { description: said }) };
  });
  return { schema: next, count };
};

/** Words that say nothing to a model. */
const silent: ReadonlySet<string> = new Set([
  "$schema",
  "$id",
  "$comment",
  "$anchor",
  "examples",
  "readOnly",
  "writeOnly",
  "deprecated",
]);

/** What Gemini takes of JSON Schema (ai.google.dev, FunctionDeclaration.parametersJsonSchema and GenerationConfig). */
export const googleWords: ReadonlySet<string> = new Set([
  ...["$id", "$defs", "$ref", "$anchor", "type", "format", "title", "description", "enum", "items", "prefixItems"],
  ...["minItems", "maxItems", "minimum", "maximum", "anyOf", "oneOf", "properties", "additionalProperties", "required"],
  ...["propertyOrdering", "definitions", "default", "nullable"],
]);

/** What Anthropic takes where it holds the model to a schema (platform.claude.com, structured outputs). */
export const anthropicWords: ReadonlySet<string> = new Set([
  ...[
    "$defs",
    "$ref",
    "definitions",
    "type",
    "format",
    "title",
    "description",
    "enum",
    "const",
    "items",
    "anyOf",
    "allOf",
  ],
  ...["properties", "additionalProperties", "required", "default"],
]);

/** Whether every object of a schema is closed and demands all of its properties, as OpenAI wants it of a strict one. */
export const isStrictShape = (schema: unknown): boolean => {
  let holds = isObject(schema) && isTyped(schema, "object");
  eachSchema(schema, (one) => {
    if (isTyped(one, "object") || "properties" in one) {
      const names = Object.keys(objectIn(one["properties"]));
      const required = listIn(one["required"]);
      if (one["additionalProperties"] !== false || !names.every((name) => required.includes(name))) holds = false;
    }
    if (looseWords.some((word) => word in one)) holds = false;
    return one;
  });
  return holds;
};

const looseWords = [
  "oneOf",
  "allOf",
  "not",
  "if",
  "patternProperties",
  "dependentRequired",
  "dependentSchemas",
] as const;

const isTyped = ({ type }: JsonObject, name: string): boolean => type === name || listIn(type).includes(name);

/** Every object closed; null where one is meant to be open. */
export const closed = (schema: unknown): { readonly schema: unknown; readonly count: number } | null => {
  let count = 0;
  let isOpen = false;
  const next = eachSchema(schema, (one) => {
    if (!isTyped(one, "object") && !("properties" in one)) return one;
    const { additionalProperties: more } = one;
    if (more === false) return one;
    if ((more !== undefined && more !== null) || !("properties" in one)) isOpen = true;
    count++;
    return { ...one, additionalProperties: false };
  });
  return isOpen ? null : { schema: next, count };
};
