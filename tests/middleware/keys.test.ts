import { expect, test } from "bun:test";
import { KeyHomes } from "../../src/availability/key-homes.ts";
import type { Target } from "../../src/core/exchange.ts";
import { ended } from "../../src/core/outcome.ts";
import { keys } from "../../src/middleware/keys.ts";
import { availabilityBench, targetAt } from "../support/availability.ts";
import { exchangeOf, upstreamOf } from "../support/exchange.ts";

const several = ["sk-one", "sk-two"].map((key) => ({ key, hint: key.slice(3) }));

const through = async (target: Target, keyHomes: KeyHomes, { session = "s_1", status = 200 } = {}) => {
  const exchange = exchangeOf("/v1/chat/completions", { body: '{"model":"m","messages":[]}' });
  exchange.body = { kind: "held", bytes: new TextEncoder().encode('{"model":"m","messages":[]}') };
  exchange.plan = { targets: [target], rule: "test" };
  const asked: string[] = [];
  const run = keys.create({
    availability: availabilityBench().here,
    keyHomes,
    sessions: {
      find: async () => {
        asked.push(session);
        return { id: session, parent: null };
      },
    },
  });
  const answer = await run(exchange, async () => {
    exchange.settle(ended(status));
    return new Response("", { status });
  });
  return { exchange, asked, answer };
};

test("an upstream with one key is left alone, and nobody looks for a session", async () => {
  const target = targetAt(upstreamOf("openai", { key: "sk-one" }));

  const { exchange, asked } = await through(target, new KeyHomes());

  expect(exchange.plan.targets).toEqual([target]);
  expect(exchange.plan.targets[0]).toBe(target);
  expect(asked).toEqual([]);
});

test("with several keys the request of a conversation has all of them as targets, always in the same order", async () => {
  const target = targetAt(upstreamOf("openai", { key: "sk-one", keyHint: "one", keys: several }));
  const homes = new KeyHomes();

  const orders = await Promise.all(
    [0, 1, 2].map(async () => (await through(target, homes)).exchange.plan.targets.map(({ upstream }) => upstream.key)),
  );

  expect(orders[0]?.toSorted()).toEqual(["sk-one", "sk-two"]);
  expect(orders[1]).toEqual(orders[0] ?? []);
  expect(orders[2]).toEqual(orders[0] ?? []);
});
