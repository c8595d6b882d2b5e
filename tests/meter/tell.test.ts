import { expect, test } from "bun:test";
import type { ToldAnswer } from "../../src/core/answer.ts";
import type { CostPart } from "../../src/core/price.ts";
import { noUsage } from "../../src/core/usage.ts";
import type { Purchase } from "../../src/meter/purchase.ts";
import { tellOf } from "../../src/meter/tell.ts";
import { exchangeOf } from "../support/exchange.ts";

const usage = { ...noUsage, inputTokens: 100, outputTokens: 20 };
const answer: ToldAnswer = { model: "m", usage, serviceTier: null };
const parts: readonly CostPart[] = [
  { what: "input", count: 90, micros: 90 },
  { what: "cache read", count: 10, micros: 1 },
  { what: "output", count: 20, micros: 200 },
  { what: "web searches", count: 1, micros: 1000 },
];

const asked = () => {
  const exchange = exchangeOf("/v1/chat");
  exchange.notes.provider = "openai";
  exchange.notes.model = "asked";
  return exchange;
};

test("an answer tells whose it is, what both sides of it cost, and how long it took", () => {
  const told = tellOf(asked(), { parts: () => parts }, () => 1234.4)(answer);

  expect(told).toEqual({
    provider: "openai",
    cost: { totalMicros: 1291, inputMicros: 91, outputMicros: 200 },
    latencyMs: 1234,
  });
});

test("what nobody knows is null: no usage, no price", () => {
  expect(tellOf(asked(), { parts: () => parts }, () => 0)({ ...answer, usage: null }).cost).toBeNull();
  expect(tellOf(asked(), { parts: () => null }, () => 0)(answer).cost).toBeNull();
});

test("the model and the terms that the vendor has named decide the price", () => {
  const bought: Purchase[] = [];
  const exchange = asked();
  const parts = (purchase: Purchase): null => {
    bought.push(purchase);
    return null;
  };
  const tell = tellOf(exchange, { parts }, () => 0);
  const read = { id: null, usage, stop: null, anomalies: 0, deliveredTokens: 0, error: null, answers: [] };

  tell(answer);
  exchange.notes.soFar = () => ({ ...read, model: "m-2026", serviceTier: "flex" });
  tell(answer);

  expect(bought.map(({ model, serviceTier }) => [model, serviceTier])).toEqual([
    ["m", null],
    ["m-2026", "flex"],
  ]);
});
