import { expect, test } from "bun:test";
import type { Exchange } from "../../src/core/exchange.ts";
import type { KnownInput } from "../../src/meter/estimate.ts";
import { joined } from "../../src/meter/tokens/size.ts";
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
    hearing: () => null,
    input: () => null,
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
    hearing: () => null,
    input: () => null,
  };
  const answer = await session.create({ sessions })(exchangeOf("/v1/messages"), async () => new Response("ok"));

  expect(await answer.text()).toBe("ok");
});

test("an answer waits until the other daemons have said whose conversation it is: it might end before", async () => {
  const [heard, steps] = [Promise.withResolvers<void>(), [] as string[]];
  const sessions = {
    expect: () => undefined,
    ready: () => Promise.resolve(),
    look: () => heard.promise,
    hearing: () => heard.promise,
    input: () => null,
  };
  const run = session.create({ sessions })(exchangeOf("/v1/messages"), async () => new Response("ok"));
  const answer = run.then((response) => {
    steps.push("answered");
    return response;
  });
  await new Promise((resolve) => setImmediate(resolve));
  steps.push("heard");
  heard.resolve();

  expect(await (await answer).text()).toBe("ok");
  expect(steps).toEqual(["heard", "answered"]);
});

test("a body is let go when it has been answered and what its conversation knows of it is known, not before", async () => {
  const known: KnownInput = { size: joined([]), isContinued: false, last: null };
  const kindAfter = async (input: KnownInput | null, found: Promise<void> | null) => {
    const exchange = exchangeOf("/v1/messages");
    exchange.body = { kind: "held", bytes: new TextEncoder().encode("{}") };
    const sessions = {
      expect: () => undefined,
      ready: () => Promise.resolve(),
      look: () => found,
      hearing: () => null,
      input: () => input,
    };
    let atTheVendor = "";
    await session.create({ sessions })(exchange, async () => {
      atTheVendor = exchange.body.kind;
      return new Response("ok");
    });
    await Promise.resolve();
    return [atTheVendor, exchange.body.kind];
  };

  expect(await kindAfter(known, null)).toEqual(["held", "gone"]);
  expect(await kindAfter(known, Promise.resolve())).toEqual(["held", "gone"]);
  expect(await kindAfter(known, Promise.withResolvers<void>().promise)).toEqual(["held", "held"]);
  expect(await kindAfter(null, null)).toEqual(["held", "held"]);
});

test("what is no chat passes without a look, and a failure of the vendor stays one", async () => {
  const { calls, run } = watched();

  await run(exchangeOf("/v1/models", { method: "GET" }), async () => new Response("ok"));
  expect(calls).toEqual([]);

  const failed = run(exchangeOf("/v1/messages"), () => Promise.reject(new Error("no vendor")));
  expect(failed).rejects.toThrow("no vendor");
});
