import { expect, test } from "bun:test";
import type { Origin } from "../../../src/core/chat.ts";
import { readItem, roleOf } from "../../../src/dialects/openai-responses/items.ts";

const origin: Origin = { dialect: "openai-responses", path: ["input", 0] };
const read = (item: object) => readItem({ ...item }, origin);

test("a message is its parts, in the short form as in the long one", () => {
  expect(read({ role: "user", content: "Hi" })).toMatchObject([{ type: "text", text: "Hi" }]);
  expect(
    read({
      type: "message",
      id: "msg_1",
      role: "assistant",
      status: "completed",
      content: [
        { type: "output_text", text: "Hi", annotations: [{ type: "url_citation" }] },
        { type: "refusal", refusal: "No." },
      ],
    }),
  ).toMatchObject([
    {
      type: "text",
      extras: { id: "msg_1", status: "completed", content: [{ annotations: [{ type: "url_citation" }] }] },
    },
    { type: "refusal", text: "No.", extras: { id: "msg_1" }, origin: { path: ["input", 0, "content", 1] } },
  ]);
});

test("a thought keeps its seal, and one that is not shown is sealed", () => {
  const thought = { type: "reasoning", id: "rs_1", encrypted_content: "gAAA" };

  expect(read({ ...thought, summary: [] })).toMatchObject([
    { type: "thinking", text: "", signature: "gAAA", isSealed: true, extras: { id: "rs_1" } },
  ]);
  expect(
    read({
      ...thought,
      summary: [
        { type: "summary_text", text: "a" },
        { type: "summary_text", text: "b" },
      ],
    }),
  ).toMatchObject([
    { text: "a", signature: null },
    { text: "b", signature: "gAAA", isSealed: false },
  ]);
  expect(read({ type: "reasoning", summary: [], content: [{ type: "reasoning_text", text: "a" }] })).toMatchObject([
    { text: "a", extras: { content: [{}] } },
  ]);
});

test("a call's arguments stay the text that they are, broken or not", () => {
  expect(read({ type: "function_call", call_id: "c1", name: "f", arguments: '{"x":' })).toMatchObject([
    { type: "tool-call", id: "c1", name: "f", input: { text: '{"x":' }, extras: {} },
  ]);
  expect(read({ type: "custom_tool_call", call_id: "c1", name: "f", input: "free text" })).toMatchObject([
    { type: "tool-call", input: { text: "free text", isPlain: true }, extras: {} },
  ]);
});

test("what came of a tool is a text or parts", () => {
  expect(read({ type: "function_call_output", call_id: "c1", output: "42" })).toMatchObject([
    { type: "tool-result", callId: "c1", blocks: [{ type: "text", text: "42" }] },
  ]);
  const image = { type: "input_image", image_url: "https://x.example/a.png", detail: "low" };
  expect(read({ type: "function_call_output", call_id: "c1", output: [image] })).toMatchObject([
    { blocks: [{ type: "media", kind: "image", detail: "low", extras: {} }] },
  ]);
});

test("what has no name here travels whole, with the role that it has or that its type tells of", () => {
  const items = {
    assistant: { type: "web_search_call", id: "ws_1" },
    tool: { type: "local_shell_call_output", output: "x" },
    user: { type: "mcp_approval_response", approve: true },
    developer: { type: "additional_tools", role: "developer", tools: [] },
  };

  for (const [role, item] of Object.entries(items)) {
    expect(read(item)).toMatchObject([{ type: "unknown", json: item }]);
    expect<string>(roleOf(item)).toBe(role);
  }
});
