import { expect, test } from "bun:test";
import { createCountCache } from "../../../src/meter/tokens/count-cache.ts";

test("a count is found again by its text, and what was not asked for the longest goes first", () => {
  const cache = createCountCache(2);
  cache.set(cache.keyOf("one"), 1);
  cache.set(cache.keyOf("two"), 2);
  expect(cache.get(cache.keyOf("one"))).toBe(1);

  cache.set(cache.keyOf("three"), 3);

  expect(["one", "two", "three"].map((text) => cache.get(cache.keyOf(text)))).toEqual([1, undefined, 3]);
});
