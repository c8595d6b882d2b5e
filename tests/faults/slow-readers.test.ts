import { afterAll, beforeAll, expect, test } from "bun:test";
import { type FaultBench, startBench } from "../support/fault-bench.ts";
import { flood, read, send } from "../support/faultd.ts";
import { type Format, formats, streamOf } from "../support/formats.ts";
import { chunk, lastChunk, streamHead } from "../support/http-text.ts";
import { until } from "../support/wait.ts";

const stallMs = 300;

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench({ flags: { "timeouts.write_stall_ms": String(stallMs * 10) } });
});
afterAll(() => bench.stop());

const [anthropic] = formats as [Format];
const comment = chunk(`: ${"x".repeat(16_000)}\n\n`);

test("C-02: a client that stops reading slows its vendor down, and both are let go when it never goes on", async () => {
  bench.vendor.play(read("all"), send(streamHead()), flood(comment));
  const client = await bench.ask(anthropic, true);
  await client.until("the stream begins", () => client.bytes().length > 100_000);

  client.pause();
  const hit = await bench.hit();
  await until("the vendor's connection closes", () => hit.isClosed(), 10_000);

  expect(hit.sentBytes()).toBeLessThan(64 * 1024 * 1024);
  await until("nothing in flight", async () => (await bench.daemon.control.status({})).inFlight === 0);
  client.resume();
  await client.until("the client's connection ends", () => client.end() !== null);
  expect(client.message().isDone).toBe(false);
  await bench.afterwards({ outcome: "cD", error: "client_stalled", status: 200 });
});

test("C-03: a client that reads in large pieces with pauses but goes on reading is never cut", async () => {
  const parts = Array.from({ length: 15 }, () => send(Buffer.concat(Array.from({ length: 64 }, () => comment)))); // 15 MB
  bench.vendor.play(read("all"), send(streamHead()), ...parts, send(chunk(streamOf(anthropic))), send(lastChunk));
  const client = await bench.ask(anthropic, true);

  const start = performance.now();
  while (client.end() === null) {
    await client.takeOne();
    await Bun.sleep(50); // the slowness itself
  }

  expect(performance.now() - start).toBeGreaterThan(3 * stallMs);
  expectBytes(client.message(), 15 * 64 * (16_000 + 4) + Buffer.byteLength(streamOf(anthropic)));
  await bench.afterwards({ outcome: "--", status: 200 });
}, 60_000);

const expectBytes = (
  { body, isDone }: { readonly body: Uint8Array; readonly isDone: boolean },
  count: number,
): void => {
  expect(body.length).toBe(count);
  expect(isDone).toBe(true);
};
