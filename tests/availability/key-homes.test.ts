import { expect, test } from "bun:test";
import { KeyHomes } from "../../src/availability/key-homes.ts";
import { availabilityBench, targetAt } from "../support/availability.ts";
import { upstreamOf } from "../support/exchange.ts";

const keys = ["sk-one", "sk-two", "sk-three"].map((key) => ({ key, hint: key.slice(3) }));
const upstream = upstreamOf("openai", { name: "work", key: "sk-one", keyHint: "one", keys });
const limited = { kind: "refused", status: 429, retryAfterMs: 30_000, scope: "model" } as const;

test("each conversation has a key of its own; another one takes over while it is limited, and keeps it then", async () => {
  const { here, clock } = availabilityBench();
  const homes = new KeyHomes();
  const turn = () => homes.inTurn([targetAt(upstream)], "s_1", here);
  const keyOf = (at: number) => turn()[at]?.upstream.key;

  const first = turn();
  expect(first.map((one) => one.upstream.key).toSorted()).toEqual(["sk-one", "sk-three", "sk-two"]);
  const [own, next] = first;
  if (own === undefined || next === undefined) throw new Error("no keys");
  homes.answered("s_1", own);
  expect(keyOf(0)).toBe(own.upstream.key);

  here.end(own, limited);
  expect([keyOf(0), keyOf(2)]).toEqual([next.upstream.key, own.upstream.key]);
  homes.answered("s_1", next);
  await clock.advance(30_000);

  expect(keyOf(0)).toBe(next.upstream.key);
});

test("conversations are shared out among the keys", () => {
  const { here } = availabilityBench();
  const homes = new KeyHomes();
  const firsts = Array.from({ length: 60 }, (_, at) => homes.inTurn([targetAt(upstream)], `s_${at}`, here)[0]);

  expect(new Set(firsts.map((one) => one?.upstream.key)).size).toBe(3);
});

test("an upstream with one key stays what it is, in its place", () => {
  const { here } = availabilityBench();
  const single = targetAt(upstreamOf("openai", { name: "spare", key: "sk-spare" }));

  const order = new KeyHomes().inTurn([single, targetAt(upstream)], "s_1", here);

  expect(order[0]).toBe(single);
  expect(order).toHaveLength(4);
});
