import { expect, test } from "bun:test";
import type { PriceCard } from "../../src/core/price.ts";
import { costParts } from "../../src/core/price.ts";
import { noUsage } from "../../src/core/usage.ts";
import { type Billed, linesOf } from "../../src/meter/bill-lines.ts";

const card: PriceCard = {
  rates: {
    ...{ input: 3, cacheRead: 0.3, cacheWrite: 3.75, cacheWrite1h: 6 },
    ...{ inputAudio: null, output: 15, outputAudio: null },
  },
  above: [],
  thousandSearches: 10,
  serviceTiers: {},
};
const prices = { parts: ({ usage }: { readonly usage: typeof noUsage }) => costParts(card, usage) };

const usage = {
  ...noUsage,
  inputTokens: 1001,
  cacheReadTokens: 333,
  cacheWriteTokens: 7,
  outputTokens: 1,
  webSearches: 2,
};
const billed = (costMicros: number | null, kind: "reported" | "none" | "unknown" = "reported"): Billed => ({
  startedAt: 0,
  plan: { targets: [], rule: "" },
  notes: {
    provider: "anthropic",
    model: "m",
    upstream: "anthropic",
    reported: null,
    bill: { usage, kind, costMicros },
  },
});

test("the lines of a bill come to its sum, to the micro-dollar, although each is rounded", () => {
  const lines = linesOf(billed(22_124), prices);

  expect(lines.map(({ what, count }) => [what, count])).toEqual([
    ["input", 661],
    ["cache read", 333],
    ["cache write", 7],
    ["output", 1],
    ["web searches", 2],
  ]);
  expect(lines.reduce((sum, { micros }) => sum + (micros ?? 0), 0)).toBe(22_124);
});

test("where the parts do not come to the sum, or nobody knows a price, the counts are told without money", () => {
  for (const told of [billed(1), billed(null, "unknown")])
    expect(linesOf(told, prices).map(({ micros }) => micros)).toEqual([null, null, null, null, null]);
});

test("what is not billed has no lines", () => {
  expect(linesOf(billed(0, "none"), prices)).toEqual([]);
});
