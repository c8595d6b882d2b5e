import { expect, test } from "bun:test";
import { attempt } from "../../src/middleware/attempt.ts";
import { exchangeOf, upstreamOf } from "../support/exchange.ts";

const next = () => Promise.reject(new Error("the innermost calls nobody"));

test("the plan's first target is tried, once, and the try is counted", async () => {
  const upstream = upstreamOf("anthropic");
  const [endpoint] = upstream.endpoints;
  if (endpoint === undefined) throw new Error("no endpoint");
  const exchange = exchangeOf("/v1/messages");
  exchange.plan = { targets: [{ upstream, endpoint, url: `${upstream.origin}/v1/messages` }], rule: "test" };
  const called: string[] = [];

  const response = await attempt.create({
    forward: async (_, target) => {
      called.push(target.url);
      return new Response("answer");
    },
  })(exchange, next);

  expect(await response.text()).toBe("answer");
  expect(called).toEqual(["https://anthropic.example/v1/messages"]);
  expect(exchange.notes.attempts).toBe(1);
});

test("an empty plan is a mistake of ours, and nothing is called", () => {
  const exchange = exchangeOf("/v1/messages");
  const run = attempt.create({ forward: () => Promise.reject(new Error("not reached")) });

  expect(() => run(exchange, next)).toThrow("plan");
  expect(exchange.notes.attempts).toBe(0);
});
