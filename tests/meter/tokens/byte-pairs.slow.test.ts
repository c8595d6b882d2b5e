import { describe, expect, test } from "bun:test";
import { createCounter } from "../../../src/meter/tokens/byte-pairs.ts";
import { loadRanks } from "../../../src/meter/tokens/ranks.ts";

describe.each(["o200k_base", "cl100k_base"] as const)("%s", async (encoding) => {
  const count = createCounter(await loadRanks(encoding));

  // With a list in the place of the heap each of these takes minutes.
  test.each([
    ["one letter", "a", 125_000],
    ["spaces", " ", 7813],
  ])(
    "D-21: a megabyte of %s is counted like any other text",
    (_, letter, tokens) => {
      expect(count(letter.repeat(1_000_000))).toBe(tokens);
    },
    20_000,
  );

  test.each([
    ["Chinese", "中"],
    ["emoji", "👨‍👩‍👧"],
    ["base64", "QUJj+/8x"],
    ["signs", "'"],
    ["marks without a letter", "\u0301"],
    ["halves of pairs", "\ud83d"],
  ])(
    "D-21: a megabyte of %s is counted too",
    (_, piece) => {
      expect(count(piece.repeat(1_000_000 / piece.length))).toBeGreaterThan(1000);
    },
    20_000,
  );
});
