import { expect, test } from "bun:test";
import { beginningsOf } from "../../../../src/simulator/billing/cache/beginnings.ts";

const step = (text: string) => ({ text, tokens: 1 });

test("prompts share the beginnings that are the same, and none after a difference", () => {
  const one = beginningsOf(["a", "b", "c"].map(step), "m");
  const other = beginningsOf(["a", "x", "c"].map(step), "m");

  expect(one.map(({ tokens }) => tokens)).toEqual([1, 2, 3]);
  expect(one.map(({ key }, at) => key === other[at]?.key)).toEqual([true, false, false]);
});

test("where a piece ends matters, and so does the salt", () => {
  const key = (texts: readonly string[], salt: string) => beginningsOf(texts.map(step), salt).at(-1)?.key;

  expect(key(["ab", "c"], "m")).not.toBe(key(["a", "bc"], "m"));
  expect(key(["a"], "m")).not.toBe(key(["a"], "n"));
});
