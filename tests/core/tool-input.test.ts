import { expect, test } from "bun:test";
import { inputJson, inputText, isPlain } from "../../src/core/tool-input.ts";

test("arguments are JSON whether they came as such or as its text; what is broken is none", () => {
  expect(inputJson({ json: { a: 1 } })).toEqual({ a: 1 });
  expect(inputJson({ text: '{"a":1}' })).toEqual({ a: 1 });
  expect(inputJson({ text: "{broken" })).toBeUndefined();
});

test("a plain text is no JSON, however it looks: it is the one argument of a tool that takes text", () => {
  expect(inputJson({ text: '{"a":1}', isPlain: true })).toEqual({ input: '{"a":1}' });
  expect(isPlain({ text: "", isPlain: true })).toBe(true);
  expect(isPlain({ text: "{}" })).toBe(false);
});

test("as text they are what came, or come to be", () => {
  expect(inputText({ text: "{broken" })).toBe("{broken");
  expect(inputText({ json: { a: 1 } })).toBe('{"a":1}');
});
