import { describe, expect, test } from "bun:test";
import type { Exchange } from "../../../src/core/exchange.ts";
import { Kept } from "../../../src/state/kept/index.ts";
import { anyTarget } from "../../support/availability.ts";
import { canaries } from "../../support/canary.ts";
import { exchangeOf } from "../../support/exchange.ts";

const mebibyte = 1024 * 1024;

/** A store with so much room, and requests that go through it. */
const keeping = (maxBytes: number) => {
  const kept = new Kept();
  const keeper = kept.keeper(maxBytes);
  const begin = (bodyBytes = 0, path = "/v1/messages"): Exchange => {
    const exchange = exchangeOf(path, { headers: { "x-api-key": canaries.anthropic } });
    if (bodyBytes > 0) exchange.body = { kind: "held", bytes: new Uint8Array(bodyBytes) };
    keeper?.begin(exchange)(new Response(null));
    return exchange;
  };
  const hear = ({ hearers }: Exchange, bytes: number) => {
    for (const hearer of hearers) hearer(new Uint8Array(bytes));
  };
  const whole = (bodyBytes: number, answerBytes: number): Exchange => {
    const exchange = begin(bodyBytes);
    hear(exchange, answerBytes);
    kept.end(exchange);
    return exchange;
  };
  return { kept, begin, hear, whole };
};

test("what is kept is what went by itself, and no copy of it", () => {
  const { kept, begin } = keeping(mebibyte);
  const exchange = begin(100);
  const piece = new Uint8Array(50);

  for (const hear of exchange.hearers) hear(piece);

  const found = kept.find(exchange.id);
  expect(found?.pieces[0]).toBe(piece);
  expect(exchange.body.kind === "held" && found?.body === exchange.body.bytes).toBe(true);
});

test("what is kept of a request that has ended leads back to nothing that worked on it", () => {
  const { kept, begin } = keeping(mebibyte);
  const exchange = begin(100);
  const asks = { model: "claude", clientKey: () => exchange.caller().key };
  exchange.plan = { targets: [{ ...anyTarget(), asks }], rule: "flag" };

  kept.end(exchange);

  const plan = kept.find(exchange.id)?.plan;
  expect(plan?.targets[0]?.upstream.name).toBe("work");
  expect(structuredClone(plan)).toEqual(plan); // there is no copy of a function: each holds all that was around it
});

test("ten thousand requests never take more than there is room for, and the latest are there", () => {
  const { kept, whole } = keeping(mebibyte);
  let most = 0;
  let last = "";

  for (let count = 0; count < 10_000; count++) {
    last = whole(5000, 3000).id;
    most = Math.max(most, kept.view().bytes);
  }

  expect(most).toBeLessThanOrEqual(mebibyte);
  expect(kept.view().requests).toBeGreaterThan(50);
  expect(kept.view().requests).toBeLessThan(200);
  expect(kept.find(last)?.pieces).toHaveLength(1);
});

test("those that ended longest ago go first, and one that still runs stays", () => {
  const { kept, begin, whole } = keeping(100_000);
  const runs = begin(10_000);
  const first = whole(10_000, 10_000);
  const ended = Array.from({ length: 4 }, () => whole(10_000, 10_000));

  expect(kept.find(first.id)).toBeNull();
  expect(kept.find(runs.id)?.body).not.toBeNull();
  expect(kept.find(ended.at(-1)?.id ?? "")).not.toBeNull();
});

describe("one request has a quarter of the room:", () => {
  test("of a longer answer the beginning is kept", () => {
    const { kept, begin, hear } = keeping(100_000);
    const exchange = begin(1000);

    for (let piece = 0; piece < 10; piece++) hear(exchange, 5000);

    expect(kept.find(exchange.id)).toMatchObject({ isCut: true });
    expect(kept.find(exchange.id)?.pieces).toHaveLength(3);
  });

  test("a larger body is not kept", () => {
    const { kept, begin } = keeping(100_000);

    expect(kept.find(begin(26_000).id)).toMatchObject({ body: null, bodyKind: "held" });
  });
});

test("more running at once than there is room for lose what was kept of them, the oldest first, and are still known", () => {
  const { kept, begin } = keeping(100_000);
  const all = Array.from({ length: 100 }, () => begin(10_000));

  expect(kept.view().bytes).toBeLessThanOrEqual(100_000);
  expect(kept.find(all[0]?.id ?? "")).toMatchObject({ isDropped: true, body: null, pieces: [] });
  expect(kept.find(all.at(-1)?.id ?? "")).toMatchObject({ isDropped: false });
  for (const exchange of all) kept.end(exchange);
  expect(kept.find(all[0]?.id ?? "")).toBeNull();
});

test("an answer that goes on after it has been dropped is not kept again", () => {
  const { kept, begin, hear } = keeping(50_000);
  const first = begin(10_000);
  for (let count = 0; count < 10; count++) begin(10_000);
  const before = kept.view().bytes;

  hear(first, 100);

  expect(kept.view().bytes).toBe(before);
});

test("what still comes of an answer that has ended and has been let go takes no room", () => {
  const { kept, whole, hear } = keeping(100_000);
  const gone = whole(1000, 1000);
  for (let count = 0; count < 30; count++) whole(1000, 1000);
  expect(kept.find(gone.id)).toBeNull();
  const before = kept.view().bytes;

  for (let piece = 0; piece < 10; piece++) hear(gone, 500);

  expect(kept.view().bytes).toBe(before);
});

test("with less room from now on what is too much goes at once, with none all of it", () => {
  const { kept, whole } = keeping(mebibyte);
  for (let count = 0; count < 20; count++) whole(10_000, 10_000);

  kept.keeper(50_000);
  expect(kept.view().bytes).toBeLessThanOrEqual(50_000);
  expect(kept.keeper(0)).toBeNull();
  expect(kept.view()).toEqual({ requests: 0, bytes: 0, maxBytes: 0 });
});

test("of what is no chat only the place is kept", () => {
  const { kept, begin, hear } = keeping(mebibyte);
  const exchange = begin(1000, "/v1/files");

  hear(exchange, 1000);

  expect(kept.find(exchange.id)).toMatchObject({ body: null, pieces: [] });
});

test("the client's key is gone when the request has ended", () => {
  const { kept, begin } = keeping(mebibyte);
  const exchange = begin(10);
  expect(kept.find(exchange.id)?.headers.get("x-api-key")).toBe(canaries.anthropic);

  kept.end(exchange);

  expect(JSON.stringify([...(kept.find(exchange.id)?.headers ?? [])])).not.toContain("CANARY");
});
