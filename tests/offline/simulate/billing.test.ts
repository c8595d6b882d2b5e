import { expect, test } from "bun:test";
import { createBilling } from "../../../src/offline/simulate/billing.ts";

const rates = { input: 10, cacheRead: 1, cacheWrite: 12.5, cacheWrite1h: null, output: 50 };
const card = {
  rates: { ...rates, inputAudio: null, outputAudio: null },
  ...{ above: [], thousandSearches: null, serviceTiers: {} },
};
const block = (text: string, tokens: number) => ({ text, tokens, words: text, isSaid: true });

test("with marks, what was sent before is read and all else is written", () => {
  const bill = createBilling({ model: "m", card, caching: "marked", windowTokens: null });
  bill([block("a", 2000)], 0);

  const { usage, costMicros } = bill([block("a", 2000), block("b", 500)], 10);

  expect(usage).toMatchObject({ inputTokens: 2500, cacheReadTokens: 2000, cacheWriteTokens: 500 });
  expect(costMicros).toBe(2000 + 500 * 12.5 + 10 * 50);
});

test("without marks it is read in steps of 128, and nothing is written", () => {
  const bill = createBilling({ model: "m", card, caching: "automatic", windowTokens: null });
  bill([block("a", 2000)], 0);
  expect(bill([block("a", 2000), block("b", 500)], 0).usage).toMatchObject({
    cacheReadTokens: 1920,
    cacheWriteTokens: 0,
  });
});

test("what changes early is written anew with all behind it", () => {
  const bill = createBilling({ model: "m", card, caching: "marked", windowTokens: null });
  bill([block("a", 2000), block("b", 500)], 0);
  expect(bill([block("c", 20), block("b", 500), block("d", 900)], 0).usage).toMatchObject({
    cacheReadTokens: 0,
    cacheWriteTokens: 1420,
  });
});
