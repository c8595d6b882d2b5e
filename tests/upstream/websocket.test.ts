import { expect, test } from "bun:test";
import { ProxyError } from "../../src/core/errors.ts";
import type { Witness } from "../../src/core/witness.ts";
import { providers } from "../../src/providers/index.ts";
import { createShelf } from "../../src/upstream/aside.ts";
import type { CallServices } from "../../src/upstream/call.ts";
import { createPools } from "../../src/upstream/pools.ts";
import type { UnderWay } from "../../src/upstream/relay.ts";
import { createWatchdog } from "../../src/upstream/watchdog.ts";
import { WebSocketCall } from "../../src/upstream/websocket.ts";
import { exchangeOf, upstreamOf } from "../support/exchange.ts";

const watchdog = createWatchdog(() => performance.now(), 5);

type More = { readonly origin?: string; readonly witness?: Witness | null; readonly connectMs?: number };

/** Asks for a WebSocket of an upstream whose name is looked up so. */
const asked = (
  check: CallServices["names"]["check"],
  { origin = "https://openai.example", witness = null, connectMs = 30 }: More = {},
) => {
  const upstream = upstreamOf("openai", { origin, key: "sk-held", isPrivate: true });
  const [endpoint] = upstream.endpoints;
  if (endpoint === undefined) throw new Error("no endpoint");
  const underWay = new Set<UnderWay>();
  const limits = {
    connectMs,
    firstByteMs: 20_000,
    firstByteStreamMs: 20_000,
    openingMs: 15_000,
    streamIdleMs: 20_000,
    writeStallMs: 20_000,
    lingerMs: 50,
    keepAliveMs: 10_000,
    socketIdleMs: 20_000,
  };
  const services: CallServices = {
    providers,
    limits,
    maxMessageBytes: 1000,
    watchdog,
    tick: () => performance.now(),
    underWay,
    names: { check },
    onWarnings: () => undefined,
    measure: (text) => text.length,
    modelFacts: () => ({ takesImages: null, maxOutputTokens: null }),
    shelf: createShelf(),
    dialectAt: () => null,
    egress: () => null,
    pools: createPools(),
    isBlackHole: async () => false,
    witness,
  };
  const exchange = exchangeOf("/v1/realtime", { method: "GET" });
  const target = { upstream, endpoint, url: `${endpoint.origin}/v1/realtime` };
  const call = new WebSocketCall(services, exchange, target, () => null);
  return { underWay, answer: call.run().catch((error: unknown) => error) };
};

test("U-03: a name that is not found in time is an error of DNS for a WebSocket too", async () => {
  const { underWay, answer } = asked(() => new Promise(() => undefined));

  expect(await answer).toMatchObject({ code: "upstream_dns" });
  expect([underWay.size, watchdog.watching()]).toEqual([0, 0]);
});

test("D-13: a daemon that stops ends one that still waits", async () => {
  const { underWay, answer } = asked(() => new Promise(() => undefined));

  for (const one of underWay) one.breakOff(new ProxyError("proxy_shutdown", "Stopping."));

  expect(await answer).toMatchObject({ code: "proxy_shutdown" });
  expect([underWay.size, watchdog.watching()]).toEqual([0, 0]);
});

test("who looks on sees it leave, with the key that goes along", async () => {
  const seen: string[] = [];
  const { answer } = asked(() => null, {
    origin: "http://127.0.0.1:1",
    connectMs: 20_000, // a busy machine takes its time to refuse
    witness: {
      leaves: (_, { url }, headers) => void seen.push(`${url} ${headers.get("authorization")}`),
      answers: () => {
        throw new Error("no answer");
      },
    },
  });

  expect(await answer).toMatchObject({ code: "upstream_refused" });
  expect(seen).toEqual(["http://127.0.0.1:1/v1/realtime Bearer sk-held"]);
});
