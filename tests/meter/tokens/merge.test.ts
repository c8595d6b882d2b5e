import { expect, test } from "bun:test";
import { createMerge } from "../../../src/meter/tokens/merge.ts";

const ranks = (...tokens: string[]) => createMerge(new Map(tokens.map((token, rank) => [token, rank])));

test("the union of the lowest rank comes first, wherever it stands", () => {
  // Left to right it would be ab + c; bc has the lower rank.
  expect(ranks("a", "b", "c", "bc", "ab", "abcx")("abc")).toBe(2);
});

test("of equal unions the first is made first", () => {
  expect(ranks("a", "aa")("aaa")).toBe(2);
  expect(ranks("a", "aa", "aaaa")("aaaaaa")).toBe(2);
});

test("what is a token as it stands is one, however it would be put together", () => {
  expect(ranks("a", "b", "c", "abc")("abc")).toBe(1);
});

test("a piece longer than the room that is kept, and a short one after it", () => {
  const merge = ranks("a", "aa", "aaaa");

  expect(merge("a".repeat(100_000))).toBe(25_000);
  expect(merge("aaa")).toBe(2);
});
