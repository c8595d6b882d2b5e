import { expect, test } from "bun:test";
import { traitNames, traitsOf } from "../../../src/meter/tokens/traits.ts";

const found = (text: string) =>
  Object.fromEntries(
    Array.from(traitsOf(text), (value, at) => [traitNames[at], value]).filter(([, value]) => value !== 0),
  );

test("words, numbers, signs and line ends are told apart", () => {
  expect(found("one two")).toEqual({ words: 2, bareWords: 1 });
  expect(found("12345")).toEqual({ numbers: 2 });
  expect(found("{};=>[]")).toEqual({ signRuns: 1, signs: 5 });
  expect(found("\n\n\r\n")).toEqual({ lineEnds: 1 });
  expect(found("    ")).toEqual({ blanks: 1 });
});

test("a small letter and then a capital end a word", () => {
  expect(found("someName")).toEqual({ words: 2, bareWords: 2 });
  expect(found("HTTP")).toEqual({ words: 1, bareWords: 1, capitals: 3 });
});

test("other scripts, and what takes two units of a string", () => {
  expect(found("中文字")).toEqual({ ideographs: 3 });
  expect(found("жизнь")).toEqual({ foreignLetters: 5 });
  expect(found("🚀")).toEqual({ halves: 2 });
});

test("nothing is left over from the text before", () => {
  traitsOf("some text, 123");

  expect(found("")).toEqual({});
});
