import { afterAll, beforeEach, expect, test } from "bun:test";
import type { SocketListener } from "../../src/core/socket.ts";
import { openSocket, type SocketAnswer } from "../../src/upstream/vendor-socket.ts";
import { startSocketVendor } from "../support/socket-vendor.ts";
import { until } from "../support/wait.ts";

const vendor = startSocketVendor();
afterAll(() => vendor.stop());
beforeEach(() => vendor.answer(() => ({})));

const ask = async (url = `${vendor.url}/v1/realtime`, line = new AbortController()) => {
  const told: unknown[] = [];
  const listener: SocketListener = {
    message: (message) => void told.push(message),
    ping: (data) => void told.push(`ping ${Buffer.from(data)}`),
    drained: () => void told.push("drained"),
    closed: (code, reason) => void told.push(`closed ${code} ${reason}`),
  };
  const { promise, resolve, reject } = Promise.withResolvers<SocketAnswer>();
  const call = {
    url,
    headers: new Headers({ "x-own": "1" }),
    protocols: [],
    tls: { ca: null, verify: true },
    maxMessageBytes: 1000,
    signal: line.signal,
  };
  void openSocket(call, listener, resolve, reject);
  return { told, line, answer: await promise.catch((thrown: unknown) => thrown as Error) };
};

test("an open socket tells the vendor's messages, its headers and its goodbye", async () => {
  vendor.answer(() => ({ headers: { "x-request-id": "req_1" } }));
  const { told, answer } = await ask();
  if (answer instanceof Error || answer.kind !== "open") throw new Error("refused");

  answer.end.send("echo me");
  answer.end.send(Buffer.from([1]));
  await until("both are back", () => told.length === 2);
  vendor.sockets()[0]?.socket.close(4001, "bye");
  await until("the goodbye", () => told.length === 3);

  expect(answer.headers.get("x-request-id")).toBe("req_1");
  expect(vendor.sockets()[0]?.headers["x-own"]).toBe("1");
  expect(told).toEqual(["echo me", Buffer.from([1]), "closed 4001 bye"]);
});

test("a message beyond the limit ends it", async () => {
  const { told, answer } = await ask();
  if (answer instanceof Error || answer.kind !== "open") throw new Error("refused");

  vendor.sockets()[0]?.socket.send("x".repeat(1001));
  await until("it is closed", () => told.length === 1);

  expect(told).toEqual(["closed null "]);
});

test("a refusal is the vendor's own answer", async () => {
  vendor.answer(() => new Response("who are you", { status: 401, headers: { "x-why": "no key" } }));
  const { answer } = await ask();
  if (answer instanceof Error || answer.kind !== "refused") throw new Error("not refused");

  expect(answer.status).toBe(401);
  expect(answer.headers.get("x-why")).toBe("no key");
  expect(Buffer.from(answer.body).toString()).toBe("who are you");
});

test("where nobody answers, the reason is thrown", async () => {
  const { answer } = await ask("http://127.0.0.1:1/");

  expect(answer).toMatchObject({ code: "ECONNREFUSED" });
});

test("an attempt that is given up before it began has never been made", async () => {
  const line = new AbortController();
  line.abort(new Error("given up"));
  const { answer } = await ask(`${vendor.url}/`, line);

  expect(answer).toMatchObject({ message: "given up" });
  expect(vendor.asked()).toBe(0);
});
