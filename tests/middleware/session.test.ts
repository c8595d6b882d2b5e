import { expect, test } from "bun:test";
import type { Exchange } from "../../src/core/exchange.ts";
import { session } from "../../src/middleware/session.ts";
import { exchangeOf } from "../support/exchange.ts";

const watched = (read = Promise.withResolvers<void>()) => {
  const calls: string[] = [];
  const sessions = {
    expect: () => void calls.push("expect"),
    ready: () => read.promise,
    look: () => {
      calls.push("look");
      return null;
    },
  };
  const run = (exchange: Exchange, answer: () => Promise<Response>) => session.create({ sessions })(exchange, answer);
  return { calls, run };
};

test("the request goes out before its session is looked for, which is known when the answer's head is passed on", async () => {
  const { calls, run } = watched();

  const answer = await run(exchangeOf("/v1/messages"), async () => {
    calls.push("sent");
    return new Response("ok");
  });

  expect(await answer.text()).toBe("ok");
  expect(calls.slice(0, 3)).toEqual(["expect", "sent", "look"]);
});

test("V4: a request that comes while the sessions of earlier runs are still read waits for them, but never for longer than its answer", async () => {
  const [read, vendor] = [Promise.withResolvers<void>(), Promise.withResolvers<Response>()];
  const { calls, run } = watched(read);
  const answer = run(exchangeOf("/v1/messages"), () => vendor.promise);

  await new Promise((resolve) => setImmediate(resolve));
  const early = [...calls];
  read.resolve();
  await new Promise((resolve) => setImmediate(resolve));
  const known = [...calls];
  vendor.resolve(new Response("ok"));
  await answer;

  expect([early, known]).toEqual([["expect"], ["expect", "look"]]);
});

test("no answer waits for a large body to be read", async () => {
  const sessions = {
    expect: () => undefined,
    ready: () => Promise.resolve(),
    look: () => new Promise<void>(() => undefined),
  };
  const answer = await session.create({ sessions })(exchangeOf("/v1/messages"), async () => new Response("ok"));

  expect(await answer.text()).toBe("ok");
});

test("what is no chat passes without a look, and a failure of the vendor stays one", async () => {
  const { calls, run } = watched();

  await run(exchangeOf("/v1/models", { method: "GET" }), async () => new Response("ok"));
  expect(calls).toEqual([]);

  const failed = run(exchangeOf("/v1/messages"), () => Promise.reject(new Error("no vendor")));
  expect(failed).rejects.toThrow("no vendor");
});
