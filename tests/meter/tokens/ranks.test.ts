import { expect, test } from "bun:test";
import { loadRanks } from "../../../src/meter/tokens/ranks.ts";

test("every byte has a rank, so that every text can be counted", async () => {
  for (const encoding of ["o200k_base", "cl100k_base"] as const) {
    const { rankOf } = await loadRanks(encoding);

    const bytes = Array.from({ length: 256 }, (_, byte) => String.fromCharCode(byte));
    expect(bytes.filter((byte) => !rankOf.has(byte))).toEqual([]);
  }
});

test("ranks are small enough to be packed with a place into one number", async () => {
  const { rankOf } = await loadRanks("o200k_base");

  expect(rankOf.size).toBeGreaterThan(199_000);
  expect(Math.max(...rankOf.values())).toBeLessThan(2 ** 18);
});
