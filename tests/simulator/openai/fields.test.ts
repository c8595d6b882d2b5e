import { expect, test } from "bun:test";
import { checkChatFields, checkResponsesFields } from "../../../src/simulator/openai/fields.ts";

const chat = { model: "gpt-4o", messages: [{ role: "user", content: "hi" }] };
const call = (id: string) => ({ role: "assistant", tool_calls: [{ id, type: "function", function: { name: "x" } }] });

test.each([
  [{ ...chat, top_k: 1 }, "Unrecognized request argument supplied: top_k"],
  [{ ...chat, stream_options: { include_usage: true } }, "without 'stream'"],
  [{ ...chat, tools: [{ type: "function", function: { name: "a b" } }] }, "tools[0].function.name"],
  [{ ...chat, messages: [call("c".repeat(41))] }, "40 characters"],
])("%j is refused", (request, words) => {
  expect(() => checkChatFields(request)).toThrow(words);
});

test("vendors that took the format over know fields of their own", () => {
  expect(() => checkChatFields({ ...chat, model: "glm-4.6", thinking: { type: "enabled" } })).not.toThrow();
});

test.each([
  [{ input: "hi", messages: [] }, "Unknown parameter: 'messages'"],
  [{ input: [{ type: "reasoning", id: "msg_1" }] }, "begins with 'rs'"],
  [{ input: [{ type: "function_call", id: "call_1" }] }, "begins with 'fc'"],
  [{ input: [{ type: "message", role: "assistant", id: "abc" }] }, "begins with 'msg'"],
])("a response to %j is refused", (request, words) => {
  expect(() => checkResponsesFields(request)).toThrow(words);
});

test("what a client says itself may have any id, or none", () => {
  const input = [
    { type: "message", role: "user", id: "mine" },
    { role: "assistant", content: "hi" },
    { type: "reasoning" },
  ];

  expect(() => checkResponsesFields({ input, client_metadata: {} })).not.toThrow();
});
