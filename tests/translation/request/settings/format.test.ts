import { expect, test } from "bun:test";
import { fitted, says } from "../../../support/fitted.ts";

const open = { type: "object", properties: { n: { type: "number", minimum: 1 } }, required: ["n"] };
const shut = { ...open, additionalProperties: false };
const chat = (schema: object, strict?: boolean) => ({
  ...says["openai-chat"],
  response_format: {
    type: "json_schema",
    json_schema: { name: "it", schema, ...(strict === undefined ? {} : { strict }) },
  },
});

test("a schema of the answer has its place in every format", () => {
  expect(fitted("openai-chat", chat(shut), "openai/openai-responses gpt-5.6").body["text"]).toMatchObject({
    format: { type: "json_schema", name: "it", schema: shut },
  });
  expect(fitted("openai-chat", chat(shut), "google").body["generationConfig"]).toMatchObject({
    ...{ responseMimeType: "application/json", responseJsonSchema: shut },
  });
});

test("Claude gets it closed, with its limits told", () => {
  const { body, rules } = fitted("openai-chat", chat(open), "anthropic claude-opus-5-5");

  expect(body["output_config"]).toMatchObject({
    format: {
      schema: { additionalProperties: false, properties: { n: { type: "number", description: "{minimum: 1}" } } },
    },
  });
  expect(rules).toEqual(expect.arrayContaining(["format.schema-closed", "format.schema-limits"]));
});

test("who cannot be held to a schema is told it in the instructions", () => {
  for (const place of ["anthropic claude-sonnet-4-20250514", "zai/anthropic glm-4.7"]) {
    const { body, rules } = fitted("openai-chat", chat(shut), place);
    expect(JSON.stringify(body["system"]), place).toContain("JSON Schema");
    expect(body, place).not.toHaveProperty("output_config");
    expect(rules, place).toContain("format.schema-told");
  }
  const zai = fitted(
    "anthropic",
    { ...says.anthropic, output_config: { format: { type: "json_schema", schema: shut } } },
    "zai/openai-chat glm-4.7",
  );
  expect(zai.body["response_format"]).toEqual({ type: "json_object" });
  expect(JSON.stringify(zai.body["messages"])).toContain("JSON Schema");
});

test("a schema that has to stay open is told, too", () => {
  const { rules } = fitted(
    "openai-chat",
    chat({ type: "object", additionalProperties: true }),
    "anthropic claude-opus-5-5",
  );

  expect(rules).toContain("format.schema-told");
});

test("JSON of any shape is asked for where it cannot be demanded, and spoken of where that is", () => {
  const json = { ...says["openai-chat"], response_format: { type: "json_object" } };
  const google = { ...says.gemini, generationConfig: { responseMimeType: "application/json" } };

  expect(fitted("openai-chat", json, "anthropic")).toMatchObject({
    rules: expect.arrayContaining(["format.json-told"]),
  });
  const openai = fitted("gemini", google, "openai/openai-chat gpt-4o");
  expect(JSON.stringify(openai.body["messages"])).toContain("JSON");
  expect(openai.rules).toContain("format.json-word");
  const spoken = { ...google, contents: [{ role: "user", parts: [{ text: "Give me json." }] }] };
  expect(fitted("gemini", spoken, "openai/openai-chat gpt-4o").rules).not.toContain("format.json-word");
});

test("OpenAI is strict only with a schema that can be", () => {
  const asked = (schema: object) => ({ ...says.anthropic, output_config: { format: { type: "json_schema", schema } } });
  const strictOf = (schema: object) =>
    fitted("anthropic", asked(schema), "openai/openai-chat gpt-4o").body["response_format"];

  expect(strictOf(shut)).toMatchObject({ json_schema: { strict: true } });
  expect(strictOf(open)).not.toMatchObject({ json_schema: { strict: true } });
});

test("limits of an answer's schema are told to Gemini, and one that has itself inside is told to Anthropic as a whole", () => {
  const asked = (schema: object) => ({
    messages: [{ role: "user", content: "hi" }],
    response_format: { type: "json_schema", json_schema: { name: "a", schema } },
  });
  const limited = { type: "object", properties: { a: { type: "string", pattern: "^x" } } };
  const endless = { type: "object", properties: { child: { $ref: "#" } }, additionalProperties: false };

  expect(fitted("openai-chat", asked(limited), "google gemini-3-pro").rules).toContain("format.schema-words");
  expect(fitted("openai-chat", asked(endless), "anthropic claude-sonnet-5").rules).toContain("format.schema-told");
});
