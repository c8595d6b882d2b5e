import { expect, test } from "bun:test";
import { send } from "../../src/middleware/send.ts";
import { targetAt } from "../support/attempts.ts";
import { exchangeOf } from "../support/exchange.ts";

const next = () => Promise.reject(new Error("the innermost calls nobody"));

test("the first target of the plan is called, and no other", async () => {
  const exchange = exchangeOf("/v1/messages");
  exchange.plan = { targets: [targetAt("one"), targetAt("two")], rule: "test" };
  const called: string[] = [];
  const run = send.create({
    forward: async (_, { url }) => {
      called.push(url);
      return new Response("answer");
    },
  });

  expect(await (await run(exchange, next)).text()).toBe("answer");
  expect(called).toEqual(["https://one.example/v1/messages"]);
});

test("an empty plan is a mistake of ours", () => {
  const run = send.create({ forward: () => Promise.reject(new Error("not reached")) });

  expect(() => run(exchangeOf("/v1/messages"), next)).toThrow("plan");
});
