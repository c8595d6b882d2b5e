import { afterEach, expect, mock, spyOn, test } from "bun:test";
import type { Upstream } from "../src/core/provider.ts";
import { createSimulatorHost } from "../src/simulator-host.ts";
import { upstreamOf } from "./support/exchange.ts";

afterEach(() => mock.restore());

const upstream = (origin: string): Upstream => upstreamOf("simulator", { origin });

test("it starts when somebody wants it, once, and is shown at its address from then on", async () => {
  const host = createSimulatorHost(undefined);
  const inHere = upstream("simulator:");
  expect(host.shown(inHere)).toBe(inHere);

  const [one, other] = await Promise.all([host.locate(inHere), host.locate(inHere)]);

  expect(one.origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(other.origin).toBe(one.origin);
  expect(host.shown(inHere).origin).toBe(one.origin);
  expect(one.endpoints.map(({ origin }) => origin)).toEqual([one.origin]);
  await host.stop();
});

test("one that cannot start is tried again by the next who asks, and keeps nobody from stopping", async () => {
  const host = createSimulatorHost(undefined);
  const inHere = upstream("simulator:");
  spyOn(Bun, "serve").mockImplementationOnce(() => {
    throw new Error("no port is free");
  });

  const failing = host.locate(inHere);
  const stopping = host.stop(); // while it starts

  await expect(failing).rejects.toThrow("no port is free");
  await expect(stopping).resolves.toBeUndefined();
  expect(host.shown(inHere)).toBe(inHere);
  await host.stop(); // and after it has failed
  expect((await host.locate(inHere)).origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  await host.stop();
});

test("an address elsewhere is left alone", async () => {
  const host = createSimulatorHost("20");
  const elsewhere = upstream("https://api.example.com");

  expect(await host.locate(elsewhere)).toBe(elsewhere);
  expect(host.shown(elsewhere)).toBe(elsewhere);
  await host.stop();
});

test.each([
  ["30", 25],
  ["no number", 0],
  [undefined, 0],
])("a pace of %p makes a stream of ten events last at least %i ms an event", async (pace, leastMs) => {
  const host = createSimulatorHost(pace);
  const { origin } = await host.locate(upstream("simulator:"));
  const startedAt = performance.now();

  const response = await fetch(`${origin}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: "Bearer k" },
    body: JSON.stringify({ model: "gpt-4o", stream: true, messages: [{ role: "user", content: "say 30 words" }] }),
  });
  await response.text();

  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(10 * leastMs);
  await host.stop();
});
