import { afterAll, describe, expect, test } from "bun:test";
import type { Dialect } from "../../src/core/dialect.ts";
import { ProxyError } from "../../src/core/errors.ts";
import { anthropic } from "../../src/dialects/anthropic/index.ts";
import { providers } from "../../src/providers/index.ts";
import { createShelf } from "../../src/upstream/aside.ts";
import { Call, type CallServices } from "../../src/upstream/call.ts";
import { isBlackHole } from "../../src/upstream/health.ts";
import { createPools } from "../../src/upstream/pools.ts";
import type { UnderWay } from "../../src/upstream/relay.ts";
import { createWatchdog } from "../../src/upstream/watchdog.ts";
import { exchangeOf, upstreamOf } from "../support/exchange.ts";
import { fin, hold, read, type Step, send, startFaultd, waitFor } from "../support/faultd.ts";
import { answerText, chunk, lastChunk, streamHead } from "../support/http-text.ts";
import { small, smallEvent } from "../support/small-dialect.ts";
import { until } from "../support/wait.ts";

const vendor = startFaultd();
afterAll(() => vendor.stop());

const tick = () => performance.now();
const watchdog = createWatchdog(tick, 5);
const limits = {
  connectMs: 1000,
  firstByteMs: 150,
  firstByteStreamMs: 150,
  streamIdleMs: 150,
  writeStallMs: 500,
  lingerMs: 50,
  keepAliveMs: 10_000,
  openingMs: 15_000,
  socketIdleMs: 1000,
};

/** A call to a vendor that plays this. */
const callTo = (...script: readonly Step[]) => {
  vendor.play(...script);
  return call();
};

/** A call of the vendor with these parts instead of the usual ones. */
const call = (more: Partial<CallServices> = {}, dialect: Dialect = anthropic) => {
  const upstream = upstreamOf("anthropic", { origin: vendor.url });
  const [endpoint] = upstream.endpoints;
  if (endpoint === undefined) throw new Error("no endpoint");
  const underWay = new Set<UnderWay>();
  const exchange = { ...exchangeOf("/v1/messages"), dialect };
  const services: CallServices = {
    providers,
    limits,
    maxMessageBytes: 1_000_000,
    watchdog,
    tick,
    underWay,
    names: { check: () => null },
    onWarnings: () => undefined,
    measure: (text) => text.length,
    witness: null,
    modelFacts: () => ({ takesImages: null, maxOutputTokens: null }),
    shelf: createShelf(),
    dialectAt: () => null,
    egress: () => null,
    pools: createPools(),
    isBlackHole: async () => false,
    ...more,
  };
  const made = new Call(services, exchange, { upstream, endpoint, url: `${vendor.url}/v1/messages` });
  return { exchange, underWay, answer: made.run().catch((error: unknown) => error) };
};

test("a whole answer ends its exchange, names its upstream, and leaves nothing under way", async () => {
  const { exchange, underWay, answer } = callTo(read("headers"), send(answerText('{"a":1}')));

  const response = await answer;

  if (!(response instanceof Response)) throw response;
  expect(await response.text()).toBe('{"a":1}');
  expect(response.headers.get("x-proxy-upstream")).toBe("anthropic");
  expect(await exchange.outcome).toMatchObject({ code: "--", status: 200, bytesOut: 7 });
  expect([underWay.size, watchdog.watching()]).toEqual([0, 0]);
});

describe("what an answer tells of itself is known when its exchange ends", () => {
  const told = { text: "hello", usage: { input: 7, output: 3 } };
  const report = { usage: { inputTokens: 7, outputTokens: 3 }, error: null };
  const large = JSON.stringify({ ...told, padding: "x".repeat(100_000) });

  test.each([
    ["whole", [send(answerText(JSON.stringify(told)))]],
    ["whole and large", [send(answerText(large))]],
    [
      "in chunks",
      [
        send(streamHead({ "content-type": "application/json" })),
        send(chunk(large.slice(0, 999))),
        send(chunk(large.slice(999))),
        send(lastChunk),
      ],
    ],
    ["as a stream", [send(streamHead()), send(chunk(smallEvent(told) + smallEvent({ end: true }))), send(lastChunk)]],
  ] satisfies readonly (readonly [string, readonly Step[]])[])("%s", async (_, script) => {
    vendor.play(read("headers"), ...script);
    const { exchange, answer } = call({}, small);
    const response = await answer;

    if (!(response instanceof Response)) throw response;
    await response.arrayBuffer();
    expect(await exchange.outcome).toMatchObject({ code: "--", status: 200 });
    expect(exchange.notes.reported).toMatchObject(report);
  });

  test("an error in the place of an answer is one, though its status is 200", async () => {
    vendor.play(read("headers"), send(answerText('{"error":"no"}')));
    const { exchange } = call({}, small);

    expect(await exchange.outcome).toMatchObject({ code: "SD", status: 200, error: null });
    expect(exchange.notes.reported).toMatchObject({ error: { message: "no" } });
  });

  test("a refusal keeps the vendor's words, and no other ending", async () => {
    vendor.play(read("headers"), send(answerText('{"error":"slow down"}', "429 Too Many Requests")));
    const { exchange } = call({}, small);

    expect(await exchange.outcome).toMatchObject({ code: "--", status: 429 });
    expect(exchange.notes.reported).toMatchObject({ error: { message: "slow down" } });
  });
});

test("a vendor that does not begin is given up after its limit", async () => {
  const { underWay, answer } = callTo(read("headers"), hold);

  expect(await answer).toMatchObject({ code: "upstream_timeout" });
  expect([underWay.size, watchdog.watching()]).toEqual([0, 0]);
});

test("a whole answer that is cut short is an error, not half an answer", async () => {
  const { answer } = callTo(read("headers"), send("HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\nhalf"), fin);

  expect(await answer).toMatchObject({ code: "upstream_closed" });
});

test("a stream that tells its length is still read to its end", async () => {
  const events = 'event: error\ndata: {"type":"error"}\n\n';
  const { exchange, answer } = callTo(
    read("headers"),
    send(answerText(events, "200 OK", { "content-type": "text/event-stream" })),
  );

  const response = await answer;

  if (!(response instanceof Response)) throw response;
  expect(await response.text()).toBe(events);
  expect(await exchange.outcome).toMatchObject({ code: "SD", status: 200, error: null });
});

test("an answer with a status that is none is an error of the vendor's, and its connection is given up", async () => {
  const { underWay, answer } = callTo(read("headers"), send("HTTP/1.1 999 What\r\n\r\nand more"), hold);

  expect(await answer).toMatchObject({ code: "upstream_protocol" });
  expect([underWay.size, watchdog.watching()]).toEqual([0, 0]);
  await until("the vendor sees it", () => vendor.hits().at(-1)?.isClosed() === true);
});

test("D-13: a daemon that stops ends a call that still waits", async () => {
  const { underWay, answer } = callTo(read("headers"), hold);
  await until("the vendor is asked", () => vendor.hits().length === 1);

  for (const one of underWay) one.breakOff(new ProxyError("proxy_shutdown", "Stopping."));

  expect(await answer).toMatchObject({ code: "proxy_shutdown" });
  expect(underWay.size).toBe(0);
});

describe("U-02: a probe that finds nobody", () => {
  const early = { ...limits, connectMs: 10, firstByteMs: 20_000 };

  test("ends a call that still waits for its head", async () => {
    vendor.play(read("headers"), hold);
    const { answer, underWay } = call({ limits: early, isBlackHole: async () => true });

    expect(await answer).toMatchObject({ code: "upstream_connect_timeout" });
    expect([underWay.size, watchdog.watching()]).toEqual([0, 0]);
  });

  test("ends it within the limit for connections, not after it", async () => {
    vendor.play(read("headers"), hold);
    const asked: number[] = [];
    const { answer } = call({
      limits: { ...early, connectMs: 50 },
      isBlackHole: async (_, limitMs) => {
        asked.push(limitMs);
        return true;
      },
    });

    expect(await answer).toMatchObject({ code: "upstream_connect_timeout" });
    expect(asked).toEqual([25]);
  });

  test("but a refusal ends nothing: the vendor may be stopping, and answers what it has begun", async () => {
    const door = startFaultd();
    door.stop();
    const asked = Promise.withResolvers<void>();
    vendor.play(read("headers"), waitFor(asked.promise), send(answerText("{}")));
    const { answer } = call({
      limits: early,
      isBlackHole: async ({ tls, proxy }) => {
        const isDead = await isBlackHole({ origin: door.url, tls, proxy }, 5000);
        asked.resolve();
        return isDead;
      },
    });

    expect(await answer).toBeInstanceOf(Response);
  });

  test("after the head has come ends nothing: the answer itself has shown that somebody is there", async () => {
    const asked = Promise.withResolvers<void>();
    const found = Promise.withResolvers<boolean>();
    const rest = Promise.withResolvers<void>();
    const events = 'event: message_stop\ndata: {"type":"message_stop"}\n\n';
    vendor.play(
      read("headers"),
      waitFor(asked.promise),
      send(streamHead()),
      waitFor(rest.promise),
      send(chunk(events)),
      send(lastChunk),
    );
    const { answer, exchange } = call({
      limits: { ...early, streamIdleMs: 20_000 },
      isBlackHole: () => {
        asked.resolve();
        return found.promise;
      },
    });

    const response = await answer;
    if (!(response instanceof Response)) throw response;
    found.resolve(true);
    await found.promise;
    rest.resolve();

    expect(await response.text()).toBe(events);
    expect(await exchange.outcome).toMatchObject({ code: "--", status: 200 });
  });
});

describe("U-03: a name that has to be looked up first", () => {
  test("delays the request and nothing else", async () => {
    const found = Promise.withResolvers<void>();
    vendor.play(read("headers"), send(answerText("{}")));
    const { answer } = call({ names: { check: () => found.promise } });
    expect(vendor.connections()).toBe(0);

    found.resolve();

    expect(await answer).toBeInstanceOf(Response);
    expect(vendor.hits().length).toBe(1);
  });

  test("and is not found in time is an error of DNS that may be tried again; nothing was sent", async () => {
    vendor.play(hold);
    const { answer, underWay } = call({
      limits: { ...limits, connectMs: 30 },
      names: { check: () => new Promise(() => undefined) },
    });

    expect(await answer).toMatchObject({ code: "upstream_dns", failure: { status: 502, retry: true } });
    expect(vendor.connections()).toBe(0);
    expect([underWay.size, watchdog.watching()]).toEqual([0, 0]);
  });

  test("and leads where it may not is refused before anything is sent", async () => {
    vendor.play(hold);
    const refusal = new ProxyError("upstream_address", "x");
    const { answer, underWay } = call({ names: { check: () => Promise.reject(refusal) } });

    expect(await answer).toBe(refusal);
    expect(vendor.connections()).toBe(0);
    expect([underWay.size, watchdog.watching()]).toEqual([0, 0]);
  });

  test("behind an egress proxy is the proxy's business", async () => {
    vendor.play(read("headers"), send(answerText("{}")));
    const { answer } = call({
      egress: () => ({ url: vendor.url, host: "proxy" }),
      names: { check: () => Promise.reject(new Error("asked")) },
    });

    expect(await answer).toBeInstanceOf(Response);
  });
});
