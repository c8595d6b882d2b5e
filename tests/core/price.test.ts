import { expect, test } from "bun:test";
import fc from "fast-check";
import { costOf, entriesFor, type ModelEntry, type PriceCard, type Rates, ratesFor } from "../../src/core/price.ts";
import { noUsage, type Usage } from "../../src/core/usage.ts";

const rates: Rates = {
  input: 3,
  cacheRead: 0.3,
  cacheWrite: 3.75,
  cacheWrite1h: 6,
  inputAudio: null,
  output: 15,
  outputAudio: null,
};
const card: PriceCard = { rates, above: [], thousandSearches: 10, serviceTiers: { flex: 0.5 } };
const used = (usage: Partial<Usage>): Usage => ({ ...noUsage, inputTokens: 0, outputTokens: 0, ...usage });

test.each([
  ["a thousand tokens in", { inputTokens: 1000 }, 3000],
  ["a thousand tokens out, thinking among them", { outputTokens: 1000, reasoningTokens: 900 }, 15_000],
  ["what was read from the cache costs a tenth", { inputTokens: 1000, cacheReadTokens: 800 }, 600 + 240],
  ["written for five minutes: a quarter more", { inputTokens: 1000, cacheWriteTokens: 1000 }, 3750],
  ["written for an hour: twice", { inputTokens: 1000, cacheWriteTokens: 1000, cacheWrite1hTokens: 400 }, 2250 + 2400],
  ["searches have a price each", { webSearches: 3 }, 30_000],
  ["sound without a price of its own costs what text does", { inputTokens: 10, inputAudioTokens: 10 }, 30],
  ["parts that are more than their whole are cut", { inputTokens: 10, cacheReadTokens: 50, cacheWriteTokens: 5 }, 3],
] as const)("%s", (_, usage, micros) => {
  expect(costOf(card, used(usage))).toBe(micros);
});

test("half a micro-dollar is rounded up, and only the sum is rounded", () => {
  const cheap: PriceCard = { ...card, rates: { ...rates, input: 0.25, output: 0.25 } };

  expect(costOf(cheap, used({ inputTokens: 1, outputTokens: 1 }))).toBe(1);
  expect(costOf(cheap, used({ inputTokens: 1 }))).toBe(0);
});

test("a long prompt costs, all of it and its answer, by the rates above the limit", () => {
  const long: PriceCard = { ...card, above: [{ tokens: 200_000, rates: { ...rates, input: 6, output: 22.5 } }] };

  expect(costOf(long, used({ inputTokens: 200_000, outputTokens: 10 }))).toBe(600_000 + 150);
  expect(costOf(long, used({ inputTokens: 200_001, outputTokens: 10 }))).toBe(1_200_006 + 225);
  expect(ratesFor(long, 0).input).toBe(3);
});

test("what is not known is not 0: no count of the prompt or of the answer, and terms without a price", () => {
  expect(costOf(card, used({ inputTokens: null }))).toBeNull();
  expect(costOf(card, used({ inputTokens: 5, outputTokens: null }))).toBeNull();
  expect(costOf(card, used({ inputTokens: 1000 }), "flex")).toBe(1500);
  expect(costOf(card, used({ inputTokens: 1000 }), "priority")).toBeNull();
  expect(costOf(card, used({ inputTokens: 1000 }), "constructor")).toBeNull();
});

test("searches of the web that have no known price make a cost unknown, and none of them does not", () => {
  const silent: PriceCard = { ...card, thousandSearches: null };

  expect(costOf(silent, used({ inputTokens: 1000, webSearches: 1 }))).toBeNull();
  expect(costOf(silent, used({ inputTokens: 1000, webSearches: 0 }))).toBe(3000);
});

test("a model without a price for answers, as for embeddings, needs no count of one", () => {
  const embedding: PriceCard = { ...card, rates: { ...rates, output: 0 } };

  expect(costOf(embedding, used({ inputTokens: 1000, outputTokens: null }))).toBe(3000);
});

const price = fc.integer({ min: 0, max: 60_000_000 }).map((millionths) => millionths / 1e6);
const count = fc.integer({ min: 0, max: 2_000_000 });
const anyRates: fc.Arbitrary<Rates> = fc.record({
  input: price,
  cacheRead: fc.option(price),
  cacheWrite: fc.option(price),
  cacheWrite1h: fc.option(price),
  inputAudio: fc.option(price),
  output: price,
  outputAudio: fc.option(price),
});
const anyUsage = fc.record({
  inputTokens: count,
  cacheReadTokens: fc.option(count),
  cacheWriteTokens: fc.option(count),
  cacheWrite1hTokens: fc.option(count),
  inputAudioTokens: fc.option(count),
  outputTokens: count,
  reasoningTokens: fc.option(count),
  outputAudioTokens: fc.option(count),
  webSearches: fc.option(fc.integer({ min: 0, max: 50 })),
});
const dearer = (base: Rates, factor: number): Rates =>
  Object.fromEntries(Object.entries(base).map(([name, rate]) => [name, rate === null ? null : rate * factor])) as Rates;
const anyCard: fc.Arbitrary<PriceCard> = fc
  .record({ base: anyRates, tokens: fc.integer({ min: 1, max: 1_000_000 }), factor: fc.constantFrom(1, 1.5, 2) })
  .map(({ base, tokens, factor }) => ({
    rates: base,
    above: [{ tokens, rates: dearer(base, factor) }],
    thousandSearches: 10,
    serviceTiers: {},
  }));

test("a cost is never negative, always whole, and more tokens never cost less", () => {
  fc.assert(
    fc.property(anyCard, anyUsage, count, (one, usage, more) => {
      const cost = costOf(one, usage) ?? -1;
      const withInput = costOf(one, { ...usage, inputTokens: usage.inputTokens + more }) ?? -1;
      const withOutput = costOf(one, { ...usage, outputTokens: usage.outputTokens + more }) ?? -1;
      const isPlain = [usage.cacheReadTokens, usage.cacheWriteTokens, usage.inputAudioTokens].every((part) => !part);

      expect(Number.isSafeInteger(cost) && cost >= 0).toBe(true);
      if (usage.outputAudioTokens === null) expect(withOutput).toBeGreaterThanOrEqual(cost);
      if (isPlain) expect(withInput).toBeGreaterThanOrEqual(cost);
    }),
  );
});

test("the cost of a sum differs from the sum of the costs by rounding alone", () => {
  fc.assert(
    fc.property(anyRates, anyUsage, anyUsage, (base, a, b) => {
      const flat: PriceCard = { rates: base, above: [], thousandSearches: null, serviceTiers: {} };
      const plain = (usage: typeof a): Usage =>
        used({ inputTokens: usage.inputTokens, outputTokens: usage.outputTokens });
      const sum = used({
        inputTokens: a.inputTokens + b.inputTokens,
        outputTokens: a.outputTokens + b.outputTokens,
      });

      const apart = (costOf(flat, plain(a)) ?? 0) + (costOf(flat, plain(b)) ?? 0);
      expect(Math.abs((costOf(flat, sum) ?? 0) - apart)).toBeLessThanOrEqual(1);
    }),
  );
});

const entry = (pattern: string, list = "zai"): ModelEntry => ({
  list,
  pattern,
  price: null,
  serviceTiers: null,
  thousandSearches: null,
  windowTokens: null,
  maxOutputTokens: null,
  takesImages: null,
  source: null,
  date: null,
  note: null,
});

test("the most exact name counts first, and a list has nothing to say of another one's models", () => {
  const entries = ["*", "glm-*", "glm-4.6", "glm-4.6*", "*-air", "g*4*6"].map((pattern) => entry(pattern));
  const found = (model: string): readonly string[] =>
    entriesFor([...entries, entry("glm-4.6", "zai-cn")], "zai", model).map(({ pattern }) => pattern);

  expect(found("GLM-4.6")).toEqual(["glm-4.6", "glm-4.6*", "glm-*", "g*4*6", "*"]);
  expect(found("glm-4.5-air")).toEqual(["glm-*", "*-air", "*"]);
  expect(found("x")).toEqual(["*"]);
});

test("a name with many signs in it is compared in no time", () => {
  const entries = [entry("a*a*a*a*a*a*a*a*b")];

  expect(entriesFor(entries, "zai", "a".repeat(100_000))).toEqual([]);
});
