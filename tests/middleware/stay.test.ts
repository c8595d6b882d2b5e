import { expect, test } from "bun:test";
import { ended } from "../../src/core/outcome.ts";
import type { Ended } from "../../src/core/stays.ts";
import { stay } from "../../src/middleware/stay.ts";
import { targetAt } from "../support/attempts.ts";
import { exchangeOf } from "../support/exchange.ts";

const chosen = { upstream: "one", model: "m" };

const passed = async ({ isChosen = true, status = 200, session = "s_1" as string | null } = {}) => {
  const noted: (readonly [string, Ended, number])[] = [];
  const exchange = exchangeOf("/v1/messages");
  const { notes } = exchange;
  exchange.plan = { targets: [targetAt("two", { model: "n" })], rule: "fallbacks[0]", ...(isChosen && { chosen }) };
  [notes.upstream, notes.model] = ["two", "m"];
  notes.session = session === null ? null : { id: session, turn: 1, joined: "new", isUtility: false };
  const run = stay.create({
    stays: { size: () => 0, of: () => null, ended: (...said) => void noted.push(said) },
    coldAfterMs: () => 300,
    now: () => 7,
  });
  await run(exchange, async () => new Response());
  exchange.settle(ended(status));
  await exchange.outcome;
  await new Promise(setImmediate);
  await new Promise(setImmediate);
  return noted;
};

test("where a conversation went is remembered when its answer has ended, for as long as its prompt is kept there", async () => {
  const to = { upstream: "two", model: "n" };

  expect(await passed()).toEqual([["s_1", { from: chosen, to, isAnswered: true, at: 7 }, 300]]);
  expect((await passed({ status: 500 }))[0]?.[1].isAnswered).toBe(false);
});

test("where there is no other place, or no conversation, nothing is", async () => {
  expect(await passed({ isChosen: false })).toEqual([]);
  expect(await passed({ session: null })).toEqual([]);
});
