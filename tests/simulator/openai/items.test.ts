import { expect, test } from "bun:test";
import { checkItems } from "../../../src/simulator/openai/items.ts";

const call = { type: "function_call", call_id: "c1", name: "x", arguments: "{}" };
const output = { type: "function_call_output", call_id: "c1", output: "ok" };

test.each([
  [[{ role: "user", content: [{ type: "text", text: "x" }] }], "Supported values are: input_text"],
  [[{ role: "assistant", content: [{ type: "input_text", text: "x" }] }], "Supported values are: output_text"],
  [[{ role: "tool", content: "x" }], "Invalid value 'tool'"],
  [[{ role: "user", content: null }], "string or an array"],
  [[{ ...call, arguments: {} }, output], "input[0].arguments"],
  [[call, { ...output, output: { a: 1 } }], "input[1].output"],
  [[call, { ...output, output: [{ type: "text", text: "x" }] }], "input[1].output"],
  [[{ ...call, call_id: "c".repeat(65) }], "maximum length 64"],
  [[call], "No tool output found for function call c1"],
])("%j is refused", (items, words) => {
  expect(() => checkItems(items)).toThrow(words);
});

test("what the documents have is fine", () => {
  const image = { type: "input_image", image_url: "data:image/png;base64,AA==" };
  const said = [
    { role: "user", content: [{ type: "input_text", text: "x" }, image] },
    { type: "reasoning", summary: [] },
    { type: "message", role: "assistant", content: [{ type: "output_text", text: "x" }] },
    call,
    { ...output, output: [{ type: "input_text", text: "x" }, image] },
  ];

  expect(() => checkItems(said)).not.toThrow();
});
