import { expect, test } from "bun:test";
import type { Exchange } from "../../src/core/exchange.ts";
import { pin } from "../../src/middleware/pin.ts";
import { openPins } from "../../src/state/pins.ts";
import { exchangeOf } from "../support/exchange.ts";

type Found = { readonly id: string; readonly parent: string | null } | null;

const pinning = (found: Found, pinned: Readonly<Record<string, string>>, stays = 0, drawsPlaces = false) => {
  const pins = openPins(null, () => 0);
  for (const [session, upstream] of Object.entries(pinned)) pins.set(session, { upstream, model: null });
  const looked: string[] = [];
  const find = async ({ id }: Exchange) => {
    looked.push(id);
    return found;
  };
  const run = pin.create({ pins, stays: { size: () => stays }, drawsPlaces, sessions: { find } });
  const pinOf = async (exchange: Exchange) => {
    await run(exchange, async () => new Response());
    return exchange.notes.pin?.upstream ?? null;
  };
  return { looked, pinOf };
};

test("where nothing is pinned nobody looks for a session before the request has gone out", async () => {
  const { looked, pinOf } = pinning({ id: "s_1", parent: null }, {});

  expect(await pinOf(exchangeOf("/v1/messages"))).toBeNull();
  expect(looked).toEqual([]);
});

test("a conversation goes where it was sent, and what it has started as a helper goes with it", async () => {
  const pinned = { s_1: "openai" };

  expect(await pinning({ id: "s_1", parent: null }, pinned).pinOf(exchangeOf("/v1/messages"))).toBe("openai");
  expect(await pinning({ id: "s_2", parent: "s_1" }, pinned).pinOf(exchangeOf("/v1/messages"))).toBe("openai");
  expect(await pinning({ id: "s_2", parent: null }, pinned).pinOf(exchangeOf("/v1/messages"))).toBeNull();
  expect(await pinning(null, pinned).pinOf(exchangeOf("/v1/messages"))).toBeNull();
});

test("what is no conversation is not looked at", async () => {
  const { looked, pinOf } = pinning({ id: "s_1", parent: null }, { s_1: "openai" });

  expect(await pinOf(exchangeOf("/v1/models", { method: "GET" }))).toBeNull();
  expect(looked).toEqual([]);
});

test("where a conversation has gone elsewhere, whose request it is has to be known before it goes out", async () => {
  const { looked, pinOf } = pinning({ id: "s_1", parent: null }, {}, 1);
  const exchange = exchangeOf("/v1/messages");

  expect(await pinOf(exchange)).toBeNull();
  expect(looked).toEqual([exchange.id]);
});

test("where places are drawn by the conversation it has to be known before the request goes out", async () => {
  const { looked, pinOf } = pinning({ id: "s_1", parent: null }, {}, 0, true);

  expect(await pinOf(exchangeOf("/v1/messages"))).toBeNull();
  expect(looked).toHaveLength(1);
});
