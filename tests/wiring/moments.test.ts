import { expect, test } from "bun:test";
import type { Exchange } from "../../src/core/exchange.ts";
import { noFacts, type PriceCard } from "../../src/core/price.ts";
import { noUsage, type Usage } from "../../src/core/usage.ts";
import { isCold } from "../../src/memory/policy/moment.ts";
import { providers } from "../../src/providers/index.ts";
import type { Before } from "../../src/state/sessions/before.ts";
import { momentOf } from "../../src/wiring/moments.ts";
import { upstreamOf } from "../support/exchange.ts";
import { exchangeWith, user } from "../support/sessions.ts";

const rates = {
  input: 3,
  cacheRead: 0.75,
  cacheWrite: 3.75,
  cacheWrite1h: 6,
  inputAudio: null,
  output: 15,
  outputAudio: null,
};
const card: PriceCard = { rates, above: [], thousandSearches: null, serviceTiers: {} };
const marked: Usage = {
  ...noUsage,
  inputTokens: 20_000,
  cacheReadTokens: 18_000,
  cacheWriteTokens: 2000,
  outputTokens: 5,
};
const startedAt = 10_000_000;

const exchangeTo = (provider: string, model: string): Exchange => {
  const upstream = upstreamOf(provider);
  const [endpoint] = upstream.endpoints;
  if (endpoint === undefined) throw new Error(provider);
  const exchange = exchangeWith([user("Hello")]);
  exchange.notes.model = model;
  exchange.plan = { targets: [{ upstream, endpoint, url: upstream.origin }], rule: "test" };
  return { ...exchange, startedAt };
};

const before = (minutesAgo: number, usage: Usage | null = marked, more: Partial<Before> = {}): Before => {
  const at = startedAt - minutesAgo * 60_000;
  return {
    ...{ sent: [{ upstream: "anthropic", model: "claude-opus-5", at, usage }], usedAt: at },
    ...{ headTokens: 900, remainingTurns: null, ...more },
  };
};

const moment = (known: Before | null, { upstream = "anthropic", model = "claude-opus-5" } = {}) =>
  momentOf(exchangeTo(upstream, model), known, {
    ...{ now: startedAt, providers, cardOf: () => card },
    modelFacts: () => ({ ...noFacts, windowTokens: 200_000 }),
  });

test("prices are relative to plain input, the window and the head are told", () => {
  expect(moment(before(1))).toMatchObject({
    readPrice: 0.25,
    writePrice: 1.25,
    windowTokens: 200_000,
    headTokens: 900,
  });
});

test("after a pause the cache is surely gone: minutes where prompts are marked, an hour where that was paid for", () => {
  const anHour = { ...marked, cacheWrite1hTokens: 2000 };
  expect([1, 7].map((minutes) => isCold(moment(before(minutes))))).toEqual([false, true]);
  expect([7, 65].map((minutes) => isCold(moment(before(minutes, anHour))))).toEqual([false, true]);
  expect(moment(before(1, anHour)).writePrice).toBe(2);
});

test("what a vendor keeps by itself it may keep for an hour, and finds wherever it ends", () => {
  const automatic = { ...marked, cacheWriteTokens: null };
  expect([30, 65].map((minutes) => isCold(moment(before(minutes, automatic))))).toEqual([false, true]);
  expect(moment(before(1, automatic)).lookBackBlocks).toBeNull();
  expect(moment(before(1)).lookBackBlocks).toBe(20);
});

test("an answer that broke off has been read, too", () => {
  expect(isCold(moment(before(30, marked, { usedAt: startedAt - 60_000 })))).toBe(false);
});

test("at another upstream, or for another model, nothing is in the cache", () => {
  expect(isCold(moment(before(1), { model: "claude-sonnet-5" }))).toBe(true);
  expect(isCold(moment(before(1), { upstream: "simulator" }))).toBe(true);
});

test("of a conversation that nobody has seen before nothing is known", () => {
  expect(moment(null)).toMatchObject({ idleMs: null, isElsewhere: false, expectedTurns: 15 });
});

test("who does not mark a prompt pays all of it each time", () => {
  const unmarked = { ...marked, cacheReadTokens: 0, cacheWriteTokens: 0 };
  expect(moment(before(1, unmarked))).toMatchObject({ readPrice: 1, writePrice: 1 });
});

test("newer models bind their thoughts, older ones and other vendors' do not", () => {
  expect(moment(null).bindsThoughts).toBe(true);
  expect(moment(null, { model: "claude-sonnet-4-5" }).bindsThoughts).toBe(false);
  expect(moment(null, { upstream: "openai", model: "gpt-5" }).bindsThoughts).toBe(false);
});
