import { expect, test } from "bun:test";
import { costMicrosOf, priceList } from "../../../src/simulator/billing/price-list.ts";
import { nothingBilled } from "../../../src/simulator/conversation.ts";

test("fresh, read and written input and output are priced apart", () => {
  const bill = {
    ...nothingBilled,
    inputTokens: 10_000,
    cachedTokens: 4000,
    cacheWrittenTokens: 3000,
    cacheWritten1hTokens: 1000,
    outputTokens: 100,
  };

  // 3000 x 3 + 4000 x 0.3 + 2000 x 3.75 + 1000 x 6 + 100 x 15
  expect(costMicrosOf("claude-sonnet-4-6", bill)).toBe(9000 + 1200 + 7500 + 6000 + 1500);
});

test("the sum is rounded once, half up", () => {
  const read = (cachedTokens: number) =>
    costMicrosOf("gpt-5-codex", { ...nothingBilled, inputTokens: cachedTokens, cachedTokens });

  expect([read(3), read(4), read(12)]).toEqual([0, 1, 2]);
});

test("a long prompt makes all of it dearer", () => {
  const bill = { ...nothingBilled, inputTokens: 200_001, outputTokens: 10 };

  expect(costMicrosOf("gemini-2.5-pro", { ...bill, inputTokens: 200_000 })).toBe(250_100);
  expect(costMicrosOf("gemini-2.5-pro", bill)).toBe(500_153);
});

test("a model without a price costs nobody knows what, also one named like a part of every object", () => {
  expect([costMicrosOf("m", nothingBilled), costMicrosOf("constructor", nothingBilled)]).toEqual([null, null]);
});

test("what is read from a cache is never dearer than what is not", () => {
  for (const { input, cached, written5m, written1h } of Object.values(priceList)) {
    expect([cached <= input, written5m >= input, written1h >= written5m]).toEqual([true, true, true]);
  }
});
