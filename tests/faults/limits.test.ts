import { afterEach, beforeEach, expect, test } from "bun:test";
import { startDaemon, type TestDaemon } from "../support/daemon.ts";
import { headerOf, serversAt } from "../support/fault-bench.ts";
import { type Faultd, read, send, startFaultd, waitFor } from "../support/faultd.ts";
import { type Format, formats, streamOf } from "../support/formats.ts";
import { answerText, requestText } from "../support/http-text.ts";
import { pausedStream } from "../support/paused-stream.ts";
import { connectRaw, type RawClient } from "../support/raw-client.ts";
import { until } from "../support/wait.ts";

let vendor: Faultd;
let daemon: TestDaemon;
const [anthropic] = formats as [Format];
beforeEach(() => {
  vendor = startFaultd();
});
afterEach(async () => {
  await daemon.stop();
  vendor.stop();
});

const begun = (client: RawClient): boolean => client.text().includes((anthropic.events[0] ?? "").slice(0, 40));

// Clients that come all in one turn of a busy daemon take the descriptors before any of them has its stream.
for (const { limit, clients, least } of [
  { limit: 64, clients: 60, least: 1 },
  { limit: 256, clients: 300, least: 5 },
  { limit: 1024, clients: 600, least: 100 },
]) {
  test(`D-18: with ${limit} descriptors ${clients} clients find an answer or a word, and who has a stream keeps it`, async () => {
    daemon = await startDaemon({
      servers: serversAt(vendor.url),
      umask: `077; ulimit -n ${limit}`,
      env: { PROXY_TIMESCALE: "1" },
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    vendor.play(...pausedStream(anthropic, promise));

    const all = await Promise.all(Array.from({ length: clients }, () => connectRaw(daemon.port)));
    for (const client of all) client.write(requestText(anthropic, true, daemon.port));
    await until(
      "each has a stream, a refusal, or waits at the door",
      async () => {
        const streams = all.filter(begun).length;
        const refused = all.filter((client) => client.message().startLine.startsWith("HTTP/1.1 503")).length;
        return streams >= least && streams + refused >= Math.min(clients, limit / 2) && streams;
      },
      15_000,
    );
    const status = await until("the control socket answers", () => daemon.control.status({}).catch(() => null));
    const streams = all.filter(begun);
    const refused = all.filter((client) => client.message().startLine.startsWith("HTTP/1.1 503"));

    expect(status.pid).toBe(daemon.pid);
    if (limit < 1024) expect(status.warnings.join()).toContain(`only ${limit} file descriptors`);
    for (const client of refused) {
      expect(["overloaded", "out_of_file_descriptors"]).toContain(headerOf(client, "x-proxy-error") ?? "");
      expect(headerOf(client, "x-should-retry")).toBe("true");
    }
    resolve();
    await until("the streams end", () => streams.every((client) => client.end() !== null), 15_000);
    for (const client of streams) expect(Buffer.from(client.message().body).toString()).toBe(streamOf(anthropic));
    for (const client of all) client.leave();
    await until("all is quiet again", async () => (await daemon.control.status({})).inFlight === 0, 15_000);
    vendor.play(read("all"), send(answerText(anthropic.answer)));
    const next = await connectRaw(daemon.port);
    next.write(requestText(anthropic, false, daemon.port));
    await next.until("the next request is answered", () => next.message().isDone);
    expect(next.message().startLine).toStartWith("HTTP/1.1 200");
    console.log(`D-18 limit ${limit}: ${streams.length} streams, ${refused.length} refused of ${clients}`);
  }, 60_000);
}

test("D-18: the first request of all that finds no descriptor left for its vendor is told so, and the daemon lives on", async () => {
  const limit = 64;
  daemon = await startDaemon({ servers: serversAt(vendor.url), umask: `077; ulimit -n ${limit}` });
  vendor.play(read("all"), send(answerText(anthropic.answer)));
  const asked = requestText(anthropic, false, daemon.port);
  const first = await connectRaw(daemon.port);
  first.write(asked.slice(0, -10));
  await until("it is admitted", async () => (await daemon.control.status({})).inFlight === 1);

  const idle = await Promise.all(Array.from({ length: limit }, () => connectRaw(daemon.port)));
  await until("no descriptor is left", () => daemon.openFiles() >= limit);
  first.write(asked.slice(-10));
  await first.until("it is answered", () => first.message().isDone);

  expect(first.message().startLine).toStartWith("HTTP/1.1 503");
  expect(headerOf(first, "x-proxy-error")).toBe("out_of_file_descriptors");
  for (const client of idle) client.leave();
  await until("the control socket answers", () => daemon.control.status({}).catch(() => null));
  const next = await connectRaw(daemon.port);
  next.write(asked);
  await next.until("the next request is answered", () => next.message().isDone);
  expect(next.message().startLine).toStartWith("HTTP/1.1 200");
}, 60_000);

test("D-19: fifty large bodies at once are refused before the memory is gone, and none that was taken is hurt", async () => {
  daemon = await startDaemon({
    servers: serversAt(vendor.url),
    flags: { "limits.held_total_bytes": String(20_000_000) },
    env: { PROXY_TIMESCALE: "1" },
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  vendor.play(read("all"), waitFor(promise), send(answerText(anthropic.answer)));
  const body = JSON.stringify({ model: "claude-sonnet-4-6", max_tokens: 9, messages: [], pad: "x".repeat(4_000_000) });

  const all = await Promise.all(Array.from({ length: 50 }, () => connectRaw(daemon.port)));
  for (const client of all) client.write(requestText(anthropic, false, daemon.port, {}, body));
  const refused = () => all.filter((client) => client.message().startLine.startsWith("HTTP/1.1 503"));
  await until("45 are refused and the vendor has 4", () => refused().length >= 45 && vendor.hits().length >= 4, 20_000);
  const { heldBodyBytes } = await daemon.control.status({});
  resolve();

  expect(heldBodyBytes).toBeGreaterThan(0);
  expect(heldBodyBytes).toBeLessThanOrEqual(20_000_000);
  for (const client of refused()) expect(headerOf(client, "x-proxy-error")).toBe("overloaded");
  const taken = all.filter((client) => !refused().includes(client));
  await until("the taken ones are answered", () => taken.every((client) => client.message().isDone), 15_000);
  for (const client of taken) expect(client.message().startLine).toStartWith("HTTP/1.1 200");
  for (const client of all) client.leave();
  await until("nothing is held", async () => (await daemon.control.status({})).heldBodyBytes === 0, 10_000);
}, 60_000);
