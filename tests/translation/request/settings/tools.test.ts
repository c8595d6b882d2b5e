import { expect, test } from "bun:test";
import { fitted, says } from "../../../support/fitted.ts";

const strict = { type: "object", properties: { a: { type: "string" } }, required: ["a"], additionalProperties: false };
const chatTool = (name: string, more: object) => ({ type: "function", function: { name, ...more } });

test("a tool that takes plain text takes it as an argument where tools have schemas", () => {
  const tools = [{ type: "custom", name: "apply_patch", description: "Patches." }];
  const zai = fitted("openai-responses", { input: "hi", tools }, "zai/openai-chat glm-4.7");

  expect(zai.body["tools"]).toMatchObject([
    { type: "function", function: { name: "apply_patch", parameters: { required: ["input"] } } },
  ]);
  expect(zai.rules).toContain("tools.plain");
  expect(fitted("openai-responses", { input: "hi", tools }, "openai/openai-chat gpt-4o").body["tools"]).toMatchObject([
    { type: "custom" },
  ]);
});

test("a tool without arguments has an empty object where the format demands one", () => {
  const { body } = fitted("openai-chat", { ...says["openai-chat"], tools: [chatTool("now", {})] }, "anthropic");

  expect(body["tools"]).toMatchObject([{ name: "now", input_schema: { type: "object", properties: {} } }]);
});

test("alternatives at the top of the arguments become one object", () => {
  const schema = { oneOf: [strict, { type: "object", properties: { b: { type: "number" } } }] };
  const body = { ...says.anthropic, tools: [{ name: "t", input_schema: schema }] };
  const { body: sent, rules } = fitted("anthropic", body, "openai/openai-chat gpt-4o");

  expect(JSON.stringify(sent["tools"])).not.toContain("oneOf");
  expect(rules).toContain("tools.schema-top");
});

test("what Gemini's schemas have no word for is told, and its own words become JSON Schema for others", () => {
  const limited = { type: "object", properties: { a: { type: "string", pattern: "^x" } } };
  const to = fitted("anthropic", { ...says.anthropic, tools: [{ name: "t", input_schema: limited }] }, "google");
  const own = [
    { functionDeclarations: [{ name: "t", parameters: { type: "OBJECT", properties: { a: { type: "STRING" } } } }] },
  ];
  const from = fitted("gemini", { ...says.gemini, tools: own }, "anthropic");

  expect(to.body["tools"]).toMatchObject([
    { functionDeclarations: [{ parametersJsonSchema: { properties: { a: { description: '{pattern: "^x"}' } } } }] },
  ]);
  expect(to.rules).toContain("tools.schema-limits");
  expect(from.body["tools"]).toMatchObject([
    { input_schema: { type: "object", properties: { a: { type: "string" } } } },
  ]);
});

test("a tool is held to its schema only where the other vendor takes it so", () => {
  const loose = { ...strict, required: [] };
  const tools = [
    { name: "holds", strict: true, input_schema: strict },
    { name: "loose", strict: true, input_schema: loose },
  ];
  const { body, rules } = fitted("anthropic", { ...says.anthropic, tools }, "openai/openai-chat gpt-4o");

  expect(body["tools"]).toMatchObject([{ function: { strict: true } }, { function: { name: "loose" } }]);
  expect(JSON.stringify(body["tools"]).match(/"strict":true/g)).toHaveLength(1);
  expect(rules).toContain("tools.strict");
  const short = { ...strict, properties: { a: { type: "string", maxLength: 3 } } };
  const held = [chatTool("t", { strict: true, parameters: short })];
  const back = fitted("openai-chat", { ...says["openai-chat"], tools: held }, "anthropic claude-opus-5-5");
  expect(back.body["tools"]).toMatchObject([
    { strict: true, input_schema: { properties: { a: { description: "{maxLength: 3}" } } } },
  ]);
  const zai = [{ name: "t", strict: true, input_schema: strict }];
  expect(fitted("anthropic", { ...says.anthropic, tools: zai }, "zai/openai-chat glm-4.7").rules).toContain(
    "tools.strict",
  );
});

test("what is said of a tool besides what it is, is left out and told", () => {
  const tools = [{ name: "t", defer_loading: true, eager_input_streaming: true, input_schema: strict }];
  const { body, losses } = fitted("anthropic", { ...says.anthropic, tools }, "openai/openai-responses");

  expect(JSON.stringify(body)).not.toContain("defer_loading");
  expect(losses).toContainEqual(expect.objectContaining({ rule: "tools.extras", count: 2 }));
});
