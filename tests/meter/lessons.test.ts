import { expect, test } from "bun:test";
import type { Chat } from "../../src/core/chat.ts";
import { type Bill, noUsage } from "../../src/core/usage.ts";
import { createLessons } from "../../src/meter/lessons.ts";
import { createTokens } from "../../src/meter/tokens/index.ts";
import { chatOf, messageOf, textOf } from "../support/chat.ts";
import { exchangeOf } from "../support/exchange.ts";

const long = chatOf({ messages: [messageOf("user", textOf("some words and more ".repeat(5000)))] });
const model = "gpt-4o";

/** What the next estimate is multiplied by, after a vendor has told its usage so many times. */
const factorAfter = (times: number, { kind = "reported", chat = long }: { kind?: Bill["kind"]; chat?: Chat } = {}) => {
  const tokens = createTokens();
  const lessons = createLessons(tokens);
  const { unlearned } = tokens.measureInput(long, { model });
  const usage = { ...noUsage, inputTokens: Math.round(unlearned * 1.5) };
  for (let at = 0; at < times; at++) {
    const exchange = { ...exchangeOf("/v1/chat/completions"), chat: () => chat };
    exchange.body = { kind: "held", bytes: new Uint8Array(9) };
    exchange.notes.model = model;
    lessons.hear(exchange, { kind, usage, costMicros: null });
  }
  return tokens.measureInput(long, { model }).tokens / unlearned;
};

test("what vendors report makes estimates better, the first requests most", () => {
  expect(factorAfter(0)).toBeCloseTo(1, 3);
  expect(factorAfter(3)).toBeGreaterThan(1.2);
  expect(factorAfter(40)).toBeGreaterThan(1.49);
});

test("after the first requests only some are looked at again", () => {
  expect(factorAfter(29)).toBe(factorAfter(21));
  expect(factorAfter(31)).toBeGreaterThan(factorAfter(21));
});

test("an estimate of our own teaches nothing, nor does a request whose words are at the vendor", () => {
  expect(factorAfter(10, { kind: "estimated" })).toBeCloseTo(1, 3);
  expect(factorAfter(10, { chat: { ...long, continues: "resp_1" } })).toBeCloseTo(1, 3);
});
