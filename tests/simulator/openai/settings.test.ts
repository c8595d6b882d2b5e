import { expect, test } from "bun:test";
import { checkChatSettings, checkResponsesSettings } from "../../../src/simulator/openai/settings.ts";

const open = { type: "object", properties: { a: { type: "string" } }, required: ["a"] };
const closed = { ...open, additionalProperties: false };
const tool = (parameters: object) => ({ type: "function", function: { name: "x", strict: true, parameters } });
const format = (json_schema: object) => ({ response_format: { type: "json_schema", json_schema } });

test.each([
  [{ tools: [] }, "'tools': empty array"],
  [{ tool_choice: "auto" }, "only allowed when 'tools'"],
  [{ stop: ["a", "b", "c", "d", "e"] }, "maximum length 4"],
  [{ temperature: 3 }, "between 0 and 2"],
  [{ model: "gpt-5.1", max_tokens: 5 }, "max_completion_tokens"],
  [{ model: "o3", temperature: 0.5 }, "does not support 0.5"],
  [{ model: "gpt-5", stop: ["a"] }, "'stop' is not supported"],
  [{ model: "gpt-4o", reasoning_effort: "low" }, "not supported with this model"],
  [{ tools: [tool(open)] }, "'additionalProperties' is required"],
  [{ tools: [tool({ ...closed, required: [] })] }, "Missing 'a'"],
  [format({ schema: closed }), "json_schema.name"],
  [format({ name: "x" }), "json_schema.schema"],
  [format({ name: "x", strict: true, schema: open }), "'additionalProperties' is required"],
  [{ messages: [], response_format: { type: "json_object" } }, "the word 'json'"],
])("%j is refused", (request, words) => {
  expect(() => checkChatSettings(request)).toThrow(words);
});

test.each([
  [{ model: "gpt-5.1", max_completion_tokens: 5, reasoning_effort: "low", temperature: 1 }],
  [{ tools: [tool(closed)], tool_choice: "auto", parallel_tool_calls: false }],
  [format({ name: "x", schema: open })],
])("%j is fine", (request) => {
  expect(() => checkChatSettings(request)).not.toThrow();
});

test.each([
  [{ max_output_tokens: 5 }, ">= 16"],
  [{ tools: [{ type: "function", function: { name: "x" } }] }, "tools[0].name"],
  [{ tools: [{ type: "function", name: "x", strict: true, parameters: open }] }, "'additionalProperties' is required"],
  [{ text: { format: { type: "json_schema", json_schema: {} } } }, "text.format.name"],
])("a response to %j is refused", (request, words) => {
  expect(() => checkResponsesSettings(request)).toThrow(words);
});
