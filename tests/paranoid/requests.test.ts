import { expect, test } from "bun:test";
import type { Exchange, Target } from "../../src/core/exchange.ts";
import { ended } from "../../src/core/outcome.ts";
import { watchRequests } from "../../src/paranoid/requests.ts";
import { exchangeOf } from "../support/exchange.ts";

const target = {} as Target; // nobody looks into it here

/** Sends one exchange through; `middle` stands for the middleware between accept and the door. */
const toldOf = async (
  middle: (exchange: Exchange, forward: () => Promise<Response>) => Promise<Response>,
): Promise<readonly string[]> => {
  const broken: string[] = [];
  const requests = watchRequests((id) => broken.push(id));
  const exchange = exchangeOf("/v1/messages");
  exchange.body = { kind: "held", bytes: new TextEncoder().encode("{}") };
  const forward = requests.forward(async (one) => {
    requests.leaves(one, target);
    return new Response("", { headers: { "x-proxy-request-id": one.id } });
  });
  await requests.pipeline((one) => middle(one, () => forward(one, target)))(exchange);
  exchange.settle(ended(200));
  await exchange.outcome;
  return broken;
};

test("a request that nobody touches breaks nothing", async () => {
  expect(await toldOf((_, forward) => forward())).toEqual([]);
});

test("I-03: a body that is changed or exchanged on its way is told", async () => {
  const changed = await toldOf((exchange, forward) => {
    if (exchange.body.kind === "held") exchange.body.bytes[0] = 0;
    return forward();
  });
  const exchanged = await toldOf((exchange, forward) => {
    exchange.body = { kind: "none" };
    return forward();
  });

  expect(new Set([...changed, ...exchanged])).toEqual(new Set(["I-03"]));
});

test("a body that is let go when it has been answered breaks nothing, one that changed before does", async () => {
  const letGo = (isChanged: boolean) =>
    toldOf(async (exchange, forward) => {
      const answer = await forward();
      if (isChanged && exchange.body.kind === "held") exchange.body.bytes[0] = 0;
      exchange.body = { kind: "gone" };
      return answer;
    });

  expect(await letGo(false)).toEqual([]);
  expect(await letGo(true)).toEqual(["I-03"]);
});

test("I-03: an answer that is not the upstream's is told", async () => {
  const told = await toldOf(async (exchange, forward) => {
    await forward();
    return new Response("", { headers: { "x-proxy-request-id": exchange.id } });
  });

  expect(told).toEqual(["I-03"]);
});

test("I-05: the answer to another request is told", async () => {
  expect(await toldOf(async () => new Response("", { headers: { "x-proxy-request-id": "r_other" } }))).toEqual([
    "I-05",
  ]);
});
