import { z } from "zod";
import type { Addressees } from "../../core/dialect.ts";
import { isObject, type JsonObject, listIn, objectIn } from "../../lib/json.ts";

/** What a client of `/v1/chat` is told of a request that is not one. */
export type Invalid = {
  readonly error: "Invalid request";
  /** What is wrong, at the place where it is: `{messages: {0: {role: {_errors: [...]}}}}`. */
  readonly details: JsonObject;
  readonly expectedSchema: {
    readonly structure: JsonObject;
    readonly description: string;
    readonly example: JsonObject;
  };
};

const maybe = <T extends z.ZodType>(type: T) => type.nullish();
const texts = z.union([z.string(), z.array(z.string())]);
const objects = z.array(z.looseObject({}));

const message = z
  .looseObject({
    role: z.enum(["system", "developer", "user", "assistant", "tool"]),
    content: maybe(z.union([z.string(), objects])),
    name: maybe(z.string()),
    tool_calls: maybe(objects),
    tool_call_id: maybe(z.string()),
  })
  .refine(({ role, content }) => role === "assistant" || content != null, {
    path: ["content"], // only a model may have called tools and said nothing
    error: "Invalid input: expected string or array",
  });

const requestOf = ({ names, isNeeded }: Addressees) =>
  z.looseObject({
    provider: isNeeded ? z.enum(names) : maybe(z.enum(names)),
    model: z.string().min(1),
    messages: z.array(message).min(1),
    stream: maybe(z.boolean()),
    tools: maybe(objects),
    tool_choice: maybe(z.union([z.string(), z.looseObject({})])),
    parallel_tool_calls: maybe(z.boolean()),
    max_tokens: maybe(z.int().positive()),
    temperature: maybe(z.number().min(0).max(2)),
    top_p: maybe(z.number().min(0).max(1)),
    top_k: maybe(z.int().nonnegative()),
    stop: maybe(texts),
    seed: maybe(z.int()),
    presence_penalty: maybe(z.number()),
    frequency_penalty: maybe(z.number()),
    n: maybe(z.literal(1)), // an answer is one message
    reasoning_effort: maybe(z.string()),
    response_format: maybe(z.looseObject({})),
  });

/** What is wrong with a body as a request to one of these; null where nothing is. Fields of other names pass. */
export const checkRequest = (body: unknown, known: Addressees): Invalid | null => {
  const schema = requestOf(known);
  const checked = schema.safeParse(body, { error: ({ input }) => (input === undefined ? "Required" : undefined) });
  if (checked.success) return null;
  const structure = structureOf(objectIn(z.toJSONSchema(schema, { io: "input" })));
  return {
    error: "Invalid request",
    details: detailsOf(checked.error.issues),
    expectedSchema: {
      structure,
      description: linesOf(structure, "").join("\n"),
      example: { provider: "openai", model: "gpt-4o", messages: [{ role: "user", content: "Hello" }] },
    },
  };
};

const detailsOf = (issues: readonly z.core.$ZodIssue[]): JsonObject => {
  let details: JsonObject = {};
  for (const { path, message: text } of issues) details = withError(details, path, text);
  return details;
};

const withError = (details: JsonObject, [step, ...rest]: readonly PropertyKey[], text: string): JsonObject =>
  step === undefined
    ? { ...details, _errors: [...listIn(details["_errors"]), text] }
    : { ...details, [String(step)]: withError(objectIn(details[String(step)]), rest, text) };

/** A JSON schema in the few words that a person needs: types, options, what is inside. */
const structureOf = (schema: JsonObject): JsonObject => {
  const ways = listIn(schema["anyOf"]).filter(isObject);
  const given = ways.filter(({ type }) => type !== "null");
  const [only] = given;
  if (only !== undefined && given.length === 1) return structureOf(only);
  if (given.length > 1) return { type: given.map((one) => String(structureOf(one)["type"])).join(" | ") };
  if (Array.isArray(schema["enum"])) return { type: "enum", options: schema["enum"] };
  if (schema["type"] === "array") return { type: "array", items: structureOf(objectIn(schema["items"])) };
  const type = listIn(schema["type"]).find((one) => one !== "null") ?? schema["type"]; // null is as good as missing
  if (type !== "object") return { type };
  const required = listIn(schema["required"]);
  const properties = Object.entries(objectIn(schema["properties"])).map(([name, inside]): [string, JsonObject] => {
    const structure = structureOf(objectIn(inside));
    return [name, required.includes(name) ? structure : { ...structure, optional: true }];
  });
  return properties.length === 0 ? { type: "object" } : { type: "object", properties: Object.fromEntries(properties) };
};

/** The same as text, a field a line. */
const linesOf = (structure: JsonObject, indent: string): string[] =>
  Object.entries(objectIn(structure["properties"])).flatMap(([name, value]) => {
    const field = objectIn(value);
    const items = objectIn(field["items"]);
    const inside = linesOf("properties" in items ? items : field, `${indent}  `);
    return [`${indent}${name}: ${wordsFor(field)}${field["optional"] === true ? " (optional)" : ""}`, ...inside];
  });

const wordsFor = (field: JsonObject): string => {
  if (field["type"] === "enum") return `enum: ${listIn(field["options"]).join(" | ")}`;
  if (field["type"] !== "array") return String(field["type"]);
  const items = objectIn(field["items"]);
  return "properties" in items ? "array of:" : `array of ${String(items["type"])}`;
};
