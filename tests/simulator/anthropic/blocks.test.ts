import { expect, test } from "bun:test";
import { checkBlocks } from "../../../src/simulator/anthropic/blocks.ts";

const user = (content: unknown) => ({ role: "user", content });
const model = (content: unknown) => ({ role: "assistant", content });
const text = { type: "text", text: "hi" };
const result = { type: "tool_result", tool_use_id: "1", content: "ok" };
const image = (media_type: string, data = "iVBORw0KGgo=") => ({
  type: "image",
  source: { type: "base64", media_type, data },
});

test.each([
  [[model("hi"), user("hi")], 'must use the "user" role'],
  [[user("")], "non-empty content"],
  [[user("hi"), model([]), user("hi")], "non-empty content"],
  [[user([{ type: "text", text: " \n" }])], "non-whitespace text"],
  [[user([{ type: "image_url", image_url: { url: "x" } }])], "Input tag 'image_url'"],
  [[user([{ ...result, content: [{ type: "input_text", text: "x" }] }])], "Input tag 'input_text'"],
  [[user([image("image/bmp")])], "media_type"],
  [[user([image("image/png", "data:image/png;base64,AAAA")])], "invalid base64"],
  [[user("hi"), model([{ type: "tool_use", id: "1", name: "x", input: "{}" }])], "valid dictionary"],
  [[user([text, result])], "must come before"],
  [[user("hi"), model("so ")], "trailing whitespace"],
])("%j is refused", (messages, words) => {
  expect(() => checkBlocks(messages)).toThrow(words);
});

test.each([
  [[user("hi"), model([text]), user([result, text, image("image/png")])]],
  [[user("hi"), model("")]],
  [[user([{ type: "hologram" }])]],
  [[user([{ ...result, content: [text, image("image/webp")] }])]],
])("%j is fine", (messages) => {
  expect(() => checkBlocks(messages)).not.toThrow();
});
