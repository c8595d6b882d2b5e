import { afterEach, expect, test } from "bun:test";
import { ProxyError } from "../../src/core/errors.ts";
import type { Exchange } from "../../src/core/exchange.ts";
import { ended, type Outcome } from "../../src/core/outcome.ts";
import { dialects } from "../../src/dialects/index.ts";
import type { Runtime } from "../../src/runtime.ts";
import { type Listener, listen } from "../../src/server/listen.ts";
import { createWatchdog } from "../../src/upstream/watchdog.ts";
import { stoppedClock } from "../support/exchange.ts";
import { tokensWith } from "../support/tokens.ts";
import { until } from "../support/wait.ts";

const open: Listener[] = [];
afterEach(() => {
  for (const listener of open.splice(0)) listener.end();
});

/** A data port whose pipeline is this function, and what it has told. */
const listenTo = (pipeline: (exchange: Exchange) => Promise<Response>, isExposed = false) => {
  const told = { opened: 0, closed: [] as Outcome[], refused: [] as string[], mistakes: [] as string[] };
  let serial = 0;
  const runtime = {
    dialects,
    pipeline,
    guardRules: { host: "127.0.0.1", allowedHosts: [], allowedOrigins: [], maxUrlBytes: 8192 },
    bodyRules: {
      limits: { heldBytes: 1000, maxBytes: 2000, stallMs: 150 },
      watch: createWatchdog(() => performance.now(), 5).watch,
    },
  } as unknown as Runtime; // all that the listener reads of it
  const listener = listen({
    hostname: "127.0.0.1",
    port: 0,
    runtime: () => runtime,
    accounts: {
      open: () => {
        told.opened++;
      },
      close: (_, outcome) => void told.closed.push(outcome),
      refused: (error) => void told.refused.push(error.code),
      mistake: (error) => void told.mistakes.push(error.code),
    },
    maxMessageBytes: 1_000_000,
    clock: stoppedClock(),
    newId: () => `r_${serial++}`,
    pages: () => ({
      version: "1",
      uptimeSeconds: 0,
      isDraining: false,
      upstream: "auto",
      totalRequests: 0,
      inFlight: 0,
    }),
    tokens: tokensWith(),
    isExposed,
  });
  open.push(listener);
  return { url: listener.url, told };
};

test("a request is opened once and closed once, with what the pipeline made of it", async () => {
  const { url, told } = listenTo(async (exchange) => {
    exchange.settle(ended(201));
    return new Response("made", { status: 201 });
  });

  const response = await fetch(`${url}/v1/messages`, { method: "POST", body: "{}" });

  expect(await response.text()).toBe("made");
  await until("it is closed", () => told.closed.length === 1);
  expect(told).toMatchObject({ opened: 1, closed: [{ code: "--", status: 201 }], refused: [], mistakes: [] });
});

test("what is thrown becomes an answer in the client's format, and is booked", async () => {
  const { url, told } = listenTo(() => Promise.reject(new ProxyError("upstream_dns", "No such name.")));

  const response = await fetch(`${url}/v1/messages`, { method: "POST", body: "{}" });

  expect(response.status).toBe(502);
  expect(await response.json()).toMatchObject({
    type: "error",
    error: { message: "No such name." },
    request_id: "r_0",
  });
  await until("it is closed", () => told.closed.length === 1);
  expect(told.closed).toMatchObject([{ code: "SC", status: 502, error: "upstream_dns" }]);
});

test("a mistake of ours is a 500 without its words, told to the log", async () => {
  const { url, told } = listenTo(() => {
    throw new TypeError("secret of /home/somebody/src");
  });

  const response = await fetch(`${url}/v1/chat/completions`, { method: "POST", body: "{}" });

  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain("secret");
  expect(told.mistakes).toEqual(["internal"]);
});

test("who is turned away at the door has no exchange", async () => {
  const { url, told } = listenTo(() => Promise.reject(new Error("not reached")));

  const response = await fetch(`${url}/v1/messages`, {
    method: "POST",
    body: "{}",
    headers: { origin: "https://evil.example" },
  });

  expect(response.status).toBe(403);
  expect(told).toMatchObject({ opened: 0, refused: ["browser_origin"] });
});

test("our own pages and preflights have no exchange either", async () => {
  const { url, told } = listenTo(() => Promise.reject(new Error("not reached")));

  expect((await fetch(`${url}/health`)).status).toBe(200);
  expect((await fetch(`${url}/v1/messages`, { method: "OPTIONS" })).status).toBe(204);
  expect(told.opened).toBe(0);
});

test("a body beyond the limit is refused with the way out", async () => {
  const { url } = listenTo(() => Promise.reject(new Error("not reached")));

  const response = await fetch(`${url}/v1/messages`, { method: "POST", body: "x".repeat(3000) });

  expect(response.status).toBe(413);
  expect(await response.text()).toContain("limits.max_body_bytes");
});

test("where other machines can reach it nothing happens without a token but the sign of life", async () => {
  const { url, told } = listenTo(async (exchange) => {
    exchange.settle(ended(200));
    return new Response(exchange.path);
  }, true);

  expect(await (await fetch(`${url}/health`)).json()).toEqual({ status: "ok" });
  for (const path of ["/", "/metrics", "/v1/models"]) expect((await fetch(url + path)).status).toBe(401);
  expect(told).toMatchObject({ opened: 0, refused: ["token_required", "token_required", "token_required"] });
  expect(await (await fetch(`${url}/t/pxy_right/v1/models`)).text()).toBe("/v1/models");
  expect(await (await fetch(`${url}/t/pxy_right/health`)).json()).toMatchObject({ version: "1" });
});
