import { expect, test } from "bun:test";
import { checkMessages } from "../../../src/simulator/openai/messages.ts";

const image = (url: string) => ({ type: "image_url", image_url: { url } });
const call = (more: object = {}) => ({ id: "c1", type: "function", function: { name: "x", arguments: "{}" }, ...more });

test.each([
  [{ role: "assistant", content: "hi", reasoning_content: "hm" }, "messages[0].reasoning_content"],
  [{ role: "user", content: null }, "got null"],
  [{ role: "assistant", content: null }, "got null"],
  [{ role: "user", content: [] }, "minimum length 1"],
  [{ role: "tool", tool_call_id: "c1", content: [image("https://x.example/a.png")] }, "Invalid value 'image_url'"],
  [{ role: "user", content: [{ type: "tool_use" }] }, "Invalid value 'tool_use'"],
  [{ role: "user", content: [image("iVBORw0KGgo=")] }, "Expected a URL"],
  [{ role: "assistant", content: "", tool_calls: [] }, "tool_calls"],
  [{ role: "assistant", tool_calls: [call({ id: undefined })] }, "tool_calls[0].id"],
  [{ role: "assistant", tool_calls: [call({ function: { name: "x", arguments: {} } })] }, "as a string"],
])("%j is refused", (message, words) => {
  expect(() => checkMessages([message])).toThrow(words);
});

test.each([
  [{ role: "user", content: [{ type: "text", text: "a" }, image("data:image/png;base64,iVBORw0KGgo=")] }],
  [{ role: "assistant", content: null, tool_calls: [call()], refusal: null, annotations: [] }],
  [{ role: "assistant", tool_calls: [{ id: "c1", type: "custom", custom: { name: "x", input: "y" } }] }],
])("%j is fine", (message) => {
  expect(() => checkMessages([message])).not.toThrow();
});
