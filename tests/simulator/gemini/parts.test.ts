import { expect, test } from "bun:test";
import { checkParts, checkTurns } from "../../../src/simulator/gemini/parts.ts";

const call = { functionCall: { name: "x", args: {} } };
const result = (more: object = {}) => ({ functionResponse: { name: "x", response: {}, ...more } });

test.each([
  [{ type: "text", text: "x" }, 'Unknown name "type"'],
  [{ text: "" }, "must not be empty"],
  [{}, "required oneof field 'data'"],
  [{ text: "x", functionCall: {} }, "already set"],
  [{ inlineData: { data: "AA==" } }, "mime_type"],
  [{ functionCall: { name: "x", args: "{}" } }, "function_call.args"],
  [result({ name: "" }), "Name cannot be empty"],
  [result({ response: "ok" }), "function_response.response"],
  [result({ response: ["ok"] }), "function_response.response"],
])("%j is refused", (part, words) => {
  expect(() => checkParts([{ role: "user", parts: [part] }])).toThrow(words);
});

test.each([
  [{ text: "x", thought: true, thoughtSignature: "s" }],
  [{ text: "", thoughtSignature: "s" }],
  [{ inline_data: { mime_type: "image/png", data: "AA==" } }],
  [{ ...call, thoughtSignature: "s" }],
  [result()],
])("%j is fine", (part) => {
  expect(() => checkParts([{ parts: [part] }])).not.toThrow();
});

test("calls come after the user or after results, and after nothing else", () => {
  const [said, called, answered] = [
    { role: "user", parts: [{ text: "x" }] },
    { role: "model", parts: [call] },
    { role: "user", parts: [result()] },
  ];
  const check = (contents: object[]) => () => checkTurns(contents as never);

  expect(check([said, called, answered, called])).not.toThrow();
  expect(check([called])).toThrow("immediately after a user turn");
  expect(check([said, { role: "model", parts: [{ text: "x" }] }, called])).toThrow("immediately after a user turn");
});
