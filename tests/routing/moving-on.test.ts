import { expect, test } from "bun:test";
import type { Decision } from "../../src/core/routing.ts";
import { letInSomewhere, turnTo, without } from "../../src/routing/moving-on.ts";
import { targetAt } from "../support/attempts.ts";
import { exchangeOf } from "../support/exchange.ts";

const decision: Decision = {
  ...{ rule: "current upstream", upstream: "first", from: "anthropic", to: "anthropic" },
  ...{ asked: "m", model: "m", steps: [] },
};
const [first, second, third] = [
  targetAt("first", { decision }),
  targetAt("second", { decision: { ...decision, rule: "fallbacks[0]", upstream: "second" } }),
  targetAt("third"),
] as const;

const setUp = () => {
  const exchange = exchangeOf("/v1/messages");
  exchange.plan = { targets: [first, second, third], rule: "current upstream", decision };
  const planned: string[] = [];
  return {
    exchange,
    planned,
    moving: { tick: () => 7, planned: (_: unknown, { name }: { name: string }) => planned.push(name) },
  };
};
const namesIn = (targets: readonly { upstream: { name: string } }[]) => targets.map(({ upstream }) => upstream.name);

test("who moves on goes by the decision of where it goes, and is told of once", () => {
  const { exchange, planned, moving } = setUp();

  turnTo(exchange, [second, third], moving);
  turnTo(exchange, [second, third], moving);

  expect(exchange.plan).toMatchObject({ rule: "fallbacks[0]", decision: { upstream: "second" } });
  expect([exchange.notes.upstream, planned]).toEqual(["second", ["second"]]);
});

test("the first that is let in is gone to, and those before it are noted with what stood in their way", async () => {
  const { exchange, moving } = setUp();

  const no = await letInSomewhere(
    exchange,
    async ({ upstream }) => (upstream.name === "third" ? null : upstream.name),
    (why) => ({ what: "skipped", reason: "budget", why }),
    moving,
  );

  expect(no).toBeNull();
  expect(namesIn(exchange.plan.targets)).toEqual(["third"]);
  expect(exchange.notes.tries.map(({ upstream, why }) => [upstream, why])).toEqual([
    ["first", "first"],
    ["second", "second"],
  ]);
});

test("where none is let in nothing has changed, and what the first said counts", async () => {
  const { exchange, planned, moving } = setUp();
  const { plan } = exchange;

  const no = await letInSomewhere(
    exchange,
    async ({ upstream }) => upstream.name,
    () => expect.unreachable(),
    moving,
  );

  expect(no).toBe("first");
  expect([exchange.plan, exchange.notes.tries, planned]).toEqual([plan, [], []]);
});

test("a place that is left out can be read of in every decision", () => {
  const { exchange } = setUp();

  const plan = without(exchange.plan, second, "its budget is used up");

  expect(namesIn(plan.targets)).toEqual(["first", "third"]);
  const step = { about: "upstream", rule: "second", isTaken: false, why: "its budget is used up" } as const;
  expect([plan.decision?.steps, plan.targets[0]?.decision?.steps]).toEqual([[step], [step]]);
});
