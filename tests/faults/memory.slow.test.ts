import { afterAll, expect, test } from "bun:test";
import { startDaemon } from "../support/daemon.ts";
import { headerOf, serversAt } from "../support/fault-bench.ts";
import { read, send, startFaultd, waitFor } from "../support/faultd.ts";
import { type Format, formats, streamOf } from "../support/formats.ts";
import { answerText, chunk, lastChunk, requestText, streamHead } from "../support/http-text.ts";
import { newMemoryGroup } from "../support/memory-group.ts";
import { connectRaw, type RawClient } from "../support/raw-client.ts";
import { until } from "../support/wait.ts";

const megabyte = 1_048_576;
const limitBytes = 384 * megabyte;
const group = newMemoryGroup(limitBytes);
if (group === null) console.log("SKIPPED: D-19 in a real memory limit, which only root may set (cgroup)");
afterAll(() => group?.remove()); // every daemon has ended

const [anthropic] = formats as [Format];
const isRefused = (client: RawClient): boolean => client.message().startLine.startsWith("HTTP/1.1 503");

// The larger ones are passed on as they come, the smaller ones are held.
test.skipIf(group === null).each([
  { count: 50, megabytes: 20, least: 0 },
  { count: 200, megabytes: 4, least: 100 },
])(
  "D-19: in a group of 384 MB, 500 streams and $count bodies of $megabytes MB do not get the daemon killed: who is not answered is refused in time",
  async ({ count, megabytes, least }) => {
    if (group === null) return;
    const vendor = startFaultd();
    const daemon = await startDaemon({
      servers: serversAt(vendor.url),
      umask: `077; ${group.enter}`,
      env: { PROXY_TIMESCALE: "1" },
    });
    const { promise, resolve } = Promise.withResolvers<void>();
    const rest = anthropic.events.slice(1).join("");
    const first = chunk(anthropic.events[0] ?? "");
    vendor.play(read("all"), send(streamHead()), send(first), waitFor(promise), send(chunk(rest)), send(lastChunk));
    const streams = await Promise.all(Array.from({ length: 500 }, () => connectRaw(daemon.port)));
    for (const client of streams) client.write(requestText(anthropic, true, daemon.port));
    await until("all stream", () => streams.every((client) => client.message().body.length > 0), 60_000);

    const pad = "x".repeat(megabytes * megabyte);
    const body = JSON.stringify({ model: "claude-sonnet-4-6", max_tokens: 9, stream: true, messages: [], pad });
    const large: RawClient[] = [];
    for (let at = 0; at < count; at++) {
      const client = await connectRaw(daemon.port);
      client.write(requestText(anthropic, true, daemon.port, {}, body));
      large.push(client);
    }
    const isSettled = (client: RawClient): boolean =>
      isRefused(client) || client.message().body.length > 0 || client.end() !== null;
    await until("each large one streams or is refused", () => large.every(isSettled), 120_000);
    const { heldBodyBytes, pid } = await daemon.control.status({});
    resolve();
    await until("the streams end", () => streams.every((client) => client.end() !== null), 60_000);

    expect(pid).toBe(daemon.pid);
    expect(heldBodyBytes).toBeLessThanOrEqual(limitBytes / 3);
    for (const client of streams) expect(Buffer.from(client.message().body).toString()).toBe(streamOf(anthropic));
    const refused = large.filter(isRefused);
    const taken = large.filter((client) => !isRefused(client));
    await until("the taken ones are answered", () => taken.every((client) => client.end() !== null), 60_000);
    for (const client of taken) expect(client.message().startLine).toStartWith("HTTP/1.1 200");
    expect(refused.length).toBeGreaterThanOrEqual(least);
    for (const client of refused) expect(headerOf(client, "x-proxy-error")).toBe("overloaded");
    console.log(
      `D-19: ${refused.length} of ${count} refused, at most ${Math.round(group.peakBytes() / megabyte)} MB of ${limitBytes / megabyte}`,
    );
    for (const client of [...streams, ...large]) client.leave();
    vendor.play(read("all"), send(answerText(anthropic.answer)));
    const next = await connectRaw(daemon.port);
    next.write(requestText(anthropic, false, daemon.port));
    await next.until("the next request is answered", () => next.message().isDone);
    expect(next.message().startLine).toStartWith("HTTP/1.1 200");
    await daemon.stop();
    vendor.stop();
  },
  300_000,
);
