import { afterAll, expect, test } from "bun:test";
import { KeyHomes } from "../src/availability/key-homes.ts";
import type { SettingName } from "../src/config/schema.ts";
import { alwaysAvailable } from "../src/core/availability.ts";
import { noFacts } from "../src/core/price.ts";
import { dialects } from "../src/dialects/index.ts";
import { buildRuntime } from "../src/runtime.ts";
import { openMemory } from "../src/state/memory/index.ts";
import { createUpstreams } from "../src/state/upstreams.ts";
import type { Watchdog } from "../src/upstream/watchdog.ts";
import type { Surroundings } from "../src/wiring/surroundings.ts";
import { nothingAnswered } from "./support/answer-cache.ts";
import { configOf } from "./support/engine.ts";
import { exchangeOf, upstreamOf } from "./support/exchange.ts";
import { read, send, startFaultd } from "./support/faultd.ts";
import { gateAlone } from "./support/gate.ts";
import { answerText } from "./support/http-text.ts";
import { fixedPrices, plainMeter } from "./support/meter.ts";
import { nothingAsked } from "./support/own-calls.ts";
import { sessionsWith } from "./support/sessions.ts";
import { engineWith } from "./support/shortened.ts";
import { stopsWith } from "./support/stops.ts";
import { tokensWith } from "./support/tokens.ts";

const vendor = startFaultd();
afterAll(() => vendor.stop());

/** Surroundings with one vendor under two names, and every limit that a call has set. */
const surroundings = (timescale = 1) => {
  const limits: number[] = [];
  const watchdog: Watchdog = {
    watch: () => ({ expect: (limitMs) => void limits.push(limitMs), end: () => undefined }),
    watching: () => 0,
    sweep: () => undefined,
  };
  const upstreams = createUpstreams(
    [
      upstreamOf("anthropic", { origin: vendor.url }),
      upstreamOf("anthropic", { name: "holding", origin: vendor.url, key: "sk-ours" }),
    ],
    "anthropic",
    { read: () => ({ upstream: null, previousUpstream: null }), write: async () => undefined },
  );
  const around: Surroundings = {
    upstreams,
    availability: { under: () => alwaysAvailable, keyHomes: new KeyHomes(), probe: () => undefined },
    sessions: sessionsWith().sessions,
    watchdog,
    underWay: new Set(),
    now: () => 0,
    tick: () => performance.now(),
    locate: async (upstream) => upstream,
    names: { check: () => null },
    tokens: tokensWith(),
    meter: plainMeter(),
    prices: fixedPrices,
    modelFacts: () => noFacts,
    home: { home: "/nowhere", traces: "/nowhere/traces" },
    traces: { tracer: () => null },
    kept: { keeper: () => null },
    pins: { size: () => 0, of: () => null },
    stays: { size: () => 0, of: () => null, ended: () => undefined },
    overrides: { size: () => 0, of: () => null },
    learning: { armOf: () => null },
    gate: gateAlone().gate,
    isExposed: false,
    stops: stopsWith().stops,
    memory: openMemory(
      { replay: null, originals: null },
      () => 0,
      () => undefined,
    ),
    engine: engineWith().engine,
    memoryFailed: () => undefined,
    log: { write: () => undefined },
    ...nothingAsked,
    ...nothingAnswered(),
    own: { take: () => [], load: async () => undefined, keep: () => undefined, troubles: () => [] },
    ownFailed: () => undefined,
    planned: () => undefined,
    onWarnings: () => undefined,
    timescale,
    isSafeMode: false,
    shadow: { set: () => undefined },
    counting: { begin: () => undefined, of: () => null },
    paranoid: null,
  };
  return { around, limits };
};

/** The limits that one call of this configuration sets, in their order. */
const limitsOf = async (flags: Readonly<Partial<Record<SettingName, string>>>, timescale: number, stream: boolean) => {
  const { around, limits } = surroundings(timescale);
  const exchange = exchangeOf("/v1/messages");
  exchange.notes.stream = stream;
  vendor.play(read("headers"), send(answerText("{}")));
  await buildRuntime(configOf(flags), around, 1).pipeline(exchange);
  return limits;
};

test("a runtime is what its configuration says", () => {
  const config = configOf({
    "server.host": "127.0.0.2",
    "server.allowed_hosts": "proxy.home",
    "server.allowed_origins": "https://mine.example",
    "limits.max_url_bytes": "1",
    "limits.held_body_bytes": "2",
    "limits.max_body_bytes": "3",
  });

  const runtime = buildRuntime(config, surroundings().around, 1);

  expect(runtime).toMatchObject({
    config,
    dialects,
    guardRules: {
      host: "127.0.0.2",
      allowedHosts: ["proxy.home"],
      allowedOrigins: ["https://mine.example"],
      maxUrlBytes: 1,
    },
    bodyRules: { limits: { heldBytes: 2, maxBytes: 3 } },
  });
});

test("its pipeline leads to the vendor and back", async () => {
  vendor.play(read("headers"), send(answerText('{"a":1}')));
  const exchange = exchangeOf("/v1/messages?beta=true");

  const response = await buildRuntime(configOf(), surroundings().around, 1).pipeline(exchange);

  expect(await response.text()).toBe('{"a":1}');
  expect(vendor.hits()[0]?.text()).toStartWith("POST /v1/messages?beta=true HTTP/1.1\r\n");
  expect(exchange.notes).toMatchObject({ upstream: "anthropic", attempts: 1 });
});

test("a timescale shortens every limit of a call alike", async () => {
  const flags = {
    "timeouts.first_byte_ms": "1000",
    "timeouts.first_byte_stream_ms": "2000",
    "timeouts.connect_ms": "4000",
    "timeouts.stream_idle_ms": "3000",
  };

  expect(await limitsOf(flags, 1, false)).toEqual([1000, 3000]);
  expect(await limitsOf(flags, 0.25, false)).toEqual([250, 750]);
  expect(await limitsOf(flags, 0.25, true)).toEqual([500, 750]);
  expect(await limitsOf({ ...flags, "timeouts.connect_ms": "400" }, 0.25, false)).toEqual([50, 750]);
});

test("another configuration makes another runtime, and the one before stays as it was", async () => {
  const { around } = surroundings();
  const strict = buildRuntime(configOf(), around, 1);
  const open = buildRuntime(configOf({ "server.loopback_without_token": "true" }), around, 2);
  const held = () => exchangeOf("/v1/messages", { headers: { "x-proxy-upstream": "holding" } });
  vendor.play(read("headers"), send(answerText("{}")));

  expect([strict.generation, open.generation]).toEqual([1, 2]);
  expect((await open.pipeline(held())).status).toBe(200);
  await expect(strict.pipeline(held())).rejects.toMatchObject({ code: "token_required" });
});

test("a switch is seen by every runtime, whenever it was built", async () => {
  const { around } = surroundings();
  const runtimes = [buildRuntime(configOf(), around, 1), buildRuntime(configOf(), around, 2)];
  vendor.play(read("headers"), send(answerText("{}")));

  await around.upstreams.switchTo("holding");

  for (const { pipeline } of runtimes) {
    const exchange = exchangeOf("/v1/messages", { token: "right" });
    await pipeline(exchange);
    expect(exchange.notes.upstream).toBe("holding");
  }
});
