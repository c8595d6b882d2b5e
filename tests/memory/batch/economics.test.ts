import { expect, test } from "bun:test";
import { bestDeal, type Ground, priceOf } from "../../../src/memory/batch/economics.ts";

const prices = { readPrice: 0.1, writePrice: 1.25, expectedTurns: 15 };
const rich = { raw: 1_000_000, saved: 500_000 };
const offer = (entry: number, gain: number, waited = 1000) => ({ entry, gain, waited });
const ground = (more: Partial<Ground> = {}): Ground => ({
  ...{ moment: prices, turns: 1, rewritten: () => 40_000, account: rich },
  ...more,
});

test("what is rewritten is paid as written, what was there would have been read", () => {
  expect(priceOf(30_000, 40_000, prices)).toBe(1.25 * 10_000 - 0.1 * 40_000);
});

test.each([
  // 15 turns x 0.1 x C against 1.25 x S - 0.1 x (S + C), with S + C = 40,000
  { gain: 16_800, pays: true },
  { gain: 16_700, pays: false },
])("a batch of $gain tokens out of 40,000 pays: $pays", ({ gain, pays }) => {
  expect(bestDeal([offer(4, gain)], ground()) !== null).toBe(pays);
});

test("early pieces are left out where they make more be written than they bring", () => {
  const rewritten = (entry: number): number => (entry < 10 ? 400_000 : 30_000);
  const deal = bestDeal([offer(2, 400), offer(12, 10_000), offer(13, 15_000)], ground({ rewritten }));
  expect(deal).toEqual({ from: 1, paid: priceOf(25_000, 30_000, prices) });
});

test("pieces of one message are taken together", () => {
  expect(bestDeal([offer(12, 10_000), offer(12, 15_000)], ground({ rewritten: () => 26_000 }))?.from).toBe(0);
});

test("a conversation that has saved nothing puts nothing at stake", () => {
  expect(bestDeal([offer(4, 30_000)], ground({ account: { raw: 300_000, saved: 0 } }))).toBeNull();
  expect(bestDeal([offer(4, 30_000)], ground({ account: { raw: 300_000, saved: 20_000 } }))).not.toBeNull();
});

test("what costs nothing is always done", () => {
  const poor = { raw: 0, saved: 0 };
  expect(bestDeal([offer(4, 39_000, 0)], ground({ account: poor }))?.paid).toBeLessThan(0);
});

test("what has only just become useless waits for more of its like", () => {
  expect(bestDeal([offer(4, 25_000, 0)], ground())).toBeNull();
  expect(bestDeal([offer(4, 25_000, 5)], ground())).not.toBeNull();
});

test("a conversation that has gone on for long is taken to go on", () => {
  const offers = [offer(4, 12_000)];
  expect(bestDeal(offers, ground())).toBeNull();
  expect(bestDeal(offers, ground({ turns: 100 }))).not.toBeNull();
});
