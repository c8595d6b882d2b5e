import { afterEach, expect, test } from "bun:test";
import { ProxyError } from "../../src/core/errors.ts";
import type { Exchange } from "../../src/core/exchange.ts";
import { ended, type Outcome } from "../../src/core/outcome.ts";
import { dialects } from "../../src/dialects/index.ts";
import type { Runtime } from "../../src/runtime.ts";
import { type Bounds, createAdmission } from "../../src/server/admission.ts";
import { type Listener, listen } from "../../src/server/listen.ts";
import { createWatchdog } from "../../src/upstream/watchdog.ts";
import { stoppedClock } from "../support/exchange.ts";
import { pageFacts } from "../support/pages.ts";
import { connectRaw } from "../support/raw-client.ts";
import { tokensWith } from "../support/tokens.ts";
import { until } from "../support/wait.ts";

const open: Listener[] = [];
afterEach(() => {
  for (const listener of open.splice(0)) listener.end();
});

/** A data port whose pipeline is this function, and what it has told. */
const listenTo = (
  pipeline: (exchange: Exchange) => Promise<Response>,
  isExposed = false,
  more: { readonly bounds?: Partial<Bounds>; readonly pages?: () => never } = {},
) => {
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
    admission: createAdmission({
      ...{ maxOpenFiles: null, openFiles: () => 0, maxHeldBytes: () => 1500 },
      maxInFlight: () => 0,
      overload: { takes: () => true, ended: () => undefined },
      ...more.bounds,
    }),
    clock: stoppedClock(),
    newId: () => `r_${serial++}`,
    pages: more.pages ?? pageFacts,
    tokens: tokensWith(),
    callerOf: () => ({ token: null, key: null }),
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
  expect(await (await fetch(`${url}/t/pxy_right/health`)).json()).toMatchObject({ version: "1.2.3" });
});

test("D-20: also a mistake outside of the pipeline has a name, an id and no words of its own", async () => {
  const { url, told } = listenTo(() => Promise.reject(new Error("not reached")), false, {
    pages: () => {
      throw new TypeError("secret of /home/somebody/src");
    },
  });

  const response = await fetch(`${url}/health`);

  expect(response.status).toBe(500);
  expect(response.headers.get("x-proxy-error")).toBe("internal");
  expect(response.headers.get("x-proxy-request-id")).toMatch(/^r_/);
  expect(await response.text()).not.toContain("secret");
  expect(told.mistakes).toEqual(["internal"]);
});

test("D-18: without descriptors a request is turned away with a word, and its connection given back", async () => {
  let openFiles = 0;
  const { url, told } = listenTo(() => Promise.resolve(new Response("")), false, {
    bounds: { maxOpenFiles: 100, openFiles: () => openFiles },
  });
  const ask = () => fetch(`${url}/v1/messages`, { method: "POST", body: "{}" });
  openFiles = 90;

  const refused = await ask();

  expect(refused.status).toBe(503);
  expect(refused.headers.get("x-proxy-error")).toBe("overloaded");
  expect(refused.headers.get("retry-after")).toBe("1");
  expect(refused.headers.get("x-should-retry")).toBe("true");
  expect(refused.headers.get("connection")).toBe("close");
  expect(told).toMatchObject({ opened: 0, refused: ["overloaded"] });
  expect((await fetch(`${url}/health`)).status).toBe(200);
  openFiles = 10;
  expect((await ask()).status).toBe(200);
});

test("whom there is no room for keeps the connection, however much was on its way, and is answered on it later", async () => {
  const gate = Promise.withResolvers<void>();
  const { url, told } = listenTo(
    async (exchange) => {
      await gate.promise;
      exchange.settle(ended(200));
      return new Response("made");
    },
    true, // nobody's token is looked at first
    { bounds: { maxInFlight: () => 1 } },
  );
  const right = { "x-proxy-token": "pxy_right" };
  const first = fetch(`${url}/v1/messages`, { method: "POST", body: "{}", headers: right });
  await until("it runs", () => told.opened === 1);
  const client = await connectRaw(Number(new URL(url).port));
  const head = "POST /v1/messages HTTP/1.1\r\nhost: 127.0.0.1\r\n";
  client.write(`${head}content-length: 3000000\r\n\r\n`);

  await client.until("it is refused", () => client.text().includes("503 Service Unavailable"));
  client.write("x".repeat(3_000_000));
  gate.resolve();
  expect((await first).status).toBe(200);
  await until("it has ended", () => told.closed.length === 1);
  client.write(`${head}x-proxy-token: pxy_right\r\ncontent-length: 2\r\n\r\n{}`);
  await client.until("it is answered", () => client.text().includes("200 OK"));

  expect(client.end()).toBeNull();
  expect(told).toMatchObject({ opened: 2, refused: ["overloaded"], mistakes: [] });
  client.leave();
});

test("D-19: bodies that would not fit into memory together are refused, until others have ended", async () => {
  const running: Exchange[] = [];
  const gate = Promise.withResolvers<Response>();
  const { url, told } = listenTo((exchange) => {
    running.push(exchange);
    return gate.promise.then(() => {
      exchange.settle(ended(200));
      return new Response("");
    });
  });
  const ask = (body: string | ReadableStream) => fetch(`${url}/v1/messages`, { method: "POST", body });
  const first = ask("x".repeat(900));
  await until("it is held", () => running.length === 1);

  const refused = await ask("x".repeat(900));
  const chunked = await ask(new Blob(["x".repeat(900)]).stream());
  const small = ask("x".repeat(100));
  await until("the small one is held", () => running.length === 2);
  gate.resolve(new Response(""));

  expect([refused.status, refused.headers.get("x-proxy-error"), refused.headers.get("retry-after")]).toEqual([
    503,
    "overloaded",
    "1",
  ]);
  expect(chunked.headers.get("x-proxy-error")).toBe("overloaded");
  expect([(await first).status, (await small).status]).toEqual([200, 200]);
  await until("all are closed", () => told.closed.length === 4);
  expect((await ask("x".repeat(900))).status).toBe(200);
});
