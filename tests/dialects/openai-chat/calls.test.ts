import { expect, test } from "bun:test";
import type { Origin, ToolCallBlock } from "../../../src/core/chat.ts";
import { readCalls, writeCalls } from "../../../src/dialects/openai-chat/calls.ts";

const origin: Origin = { dialect: "openai-chat", path: ["messages", 1] };

test("calls are written as they were read: functions, custom tools, the older function_call", () => {
  const message = {
    tool_calls: [
      { id: "a", type: "function", function: { name: "f", arguments: '{"x":1}' }, extra_content: { google: {} } },
      { id: "b", type: "custom", custom: { name: "g", input: "free text" } },
    ],
    function_call: { name: "h", arguments: "{}" },
  };

  expect(writeCalls(readCalls(message, origin), "openai-chat")).toEqual(message);
});

test("arguments that are broken JSON stay the text that they are", () => {
  const [call] = readCalls({ tool_calls: [{ id: "a", function: { name: "f", arguments: '{"x":' } }] }, origin);

  expect(call?.input).toEqual({ text: '{"x":' });
});

test("arguments that came as JSON are written as its text", () => {
  const [call] = readCalls({ tool_calls: [{ id: "a", function: { name: "f", arguments: { x: 1 } } }] }, origin);

  expect(call?.input).toEqual({ json: { x: 1 } });
  expect(writeCalls(call === undefined ? [] : [call], "openai-chat")).toEqual({
    tool_calls: [{ id: "a", type: "function", function: { name: "f", arguments: '{"x":1}' } }],
  });
});

test("what a vendor has run itself is nobody's to run", () => {
  const call: ToolCallBlock = {
    ...{ type: "tool-call", id: "a", name: "web_search", input: { json: {} }, extras: {}, origin: null },
    signature: null,
    isServerSide: true,
  };

  expect(writeCalls([call], "openai-chat")).toEqual({});
});
