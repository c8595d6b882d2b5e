import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { newHome, rowsIn, startDaemon, type TestDaemon } from "../support/daemon.ts";
import { expectBroken, expectWhole, serversAt } from "../support/fault-bench.ts";
import { type Faultd, flood, hold, read, send, startFaultd, waitFor } from "../support/faultd.ts";
import { everyFormat, type Format, formats, streamOf } from "../support/formats.ts";
import { chunk, lastChunk, requestText, streamHead } from "../support/http-text.ts";
import { pausedStream } from "../support/paused-stream.ts";
import { connectRaw, type RawClient } from "../support/raw-client.ts";
import { until } from "../support/wait.ts";

let vendor: Faultd;
let daemon: TestDaemon;
beforeEach(async () => {
  vendor = startFaultd();
  daemon = await startDaemon({ servers: serversAt(vendor.url), flags: { "timeouts.drain_ms": "300" } });
});
afterEach(async () => {
  const leaks = await daemon.leaks();
  await daemon.stop();
  vendor.stop();
  expect(leaks).toEqual([]);
});

const [anthropic] = formats as [Format];
const rowsAtRest = () => rowsIn(join(daemon.home, "ledger.db"));

const streaming = async (format: Format): Promise<RawClient> => {
  const client = await connectRaw(daemon.port);
  client.write(requestText(format, true, daemon.port));
  await client.until("the first event", () => client.text().includes((format.events[0] ?? "").slice(0, 40)));
  return client;
};

test("D-13: after SIGTERM a stream may go on to its end, and the daemon leaves with 0", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  vendor.play(...pausedStream(anthropic, promise));
  const client = await streaming(anthropic);

  daemon.signal("SIGTERM");
  await until("the door is closed", () =>
    connectRaw(daemon.port).then(
      (late) => late.leave() as undefined,
      () => true,
    ),
  );
  resolve();
  await client.until("the answer ends", () => client.end() !== null);

  expectWhole(client, streamOf(anthropic));
  expect(await daemon.exited).toBe(0);
  expect(rowsAtRest().map((row) => row.outcome)).toEqual(["--"]);
});

describe.each(everyFormat)("$way", ({ format }) => {
  test("D-13: a stream that outlasts the drain ends with a word, and is booked", async () => {
    const [first = ""] = format.events;
    vendor.play(read("all"), send(streamHead()), send(chunk(first)), hold);
    const client = await streaming(format);

    daemon.signal("SIGTERM");
    await client.until("the answer ends", () => client.end() !== null);

    expectBroken(client, format, first, /proxy was stopped/);
    expect(await daemon.exited).toBe(0);
    expect(rowsAtRest().map(({ outcome, error }) => ({ outcome, error }))).toEqual([
      { outcome: "PD", error: "proxy_shutdown" },
    ]);
  });
});

test("D-13: an answer whose client has stopped reading does not keep the daemon, and is booked", async () => {
  const comment = chunk(`: ${"x".repeat(16_000)}\n\n`);
  vendor.play(read("all"), send(streamHead()), flood(comment));
  const client = await connectRaw(daemon.port);
  client.write(requestText(anthropic, true, daemon.port));
  await client.until("the stream begins", () => client.bytes().length > 100_000);
  client.pause();
  await until("its vendor has to wait", quietBytes());

  daemon.signal("SIGTERM");

  expect(await daemon.exited).toBe(0);
  expect(rowsAtRest().map(({ outcome, error }) => ({ outcome, error }))).toEqual([
    { outcome: "PD", error: "proxy_shutdown" },
  ]);
  client.leave();
});

/** Whether the vendor could send nothing since it was last asked. */
const quietBytes = () => {
  let before = -1;
  return () => {
    const now = vendor.hits()[0]?.sentBytes() ?? 0;
    const isQuiet = now === before;
    before = now;
    return isQuiet;
  };
};

test("D-13: a request that still waits for its vendor is told too, and is booked", async () => {
  vendor.play(read("all"), hold);
  const client = await connectRaw(daemon.port);
  client.write(requestText(anthropic, false, daemon.port));
  await until("the vendor is asked", () => vendor.hits().length === 1);

  daemon.signal("SIGTERM");
  await client.until("the answer ends", () => client.end() !== null);

  expect(client.message().startLine).toStartWith("HTTP/1.1 503 ");
  expect(anthropic.errorIn(Buffer.from(client.message().body).toString())).toMatch(/proxy was stopped/);
  expect(await daemon.exited).toBe(0);
  expect(rowsAtRest().map(({ outcome, error }) => ({ outcome, error }))).toEqual([
    { outcome: "PD", error: "proxy_shutdown" },
  ]);
});

test("D-01: after kill -9 the rows are there, and what was running is marked as interrupted, once", async () => {
  vendor.play(read("all"), send(streamHead()), send(chunk(streamOf(anthropic))), send(lastChunk));
  for (let done = 0; done < 5; done++) await finish(await streaming(anthropic));
  await daemon.rows();
  vendor.play(read("all"), send(streamHead()), send(chunk(anthropic.events[0] ?? "")), hold);
  const clients = await Promise.all(Array.from({ length: 20 }, () => streaming(anthropic)));
  await until("all twenty are journaled", () => rowsAtRest().length === 25);

  daemon.signal("SIGKILL");
  await daemon.exited;
  for (const client of clients) client.leave();
  const again = await startDaemon({ home: daemon.home, flags: {} });
  const rows = await again.rows();
  const stats = await again.control.stats({ since: 0, by: "upstream" });
  await again.stop();

  expect(rows.filter(({ outcome }) => outcome === "I?").length).toBe(20);
  expect(rows.filter(({ outcome }) => outcome === "--").length).toBe(5);
  expect(new Set(rows.map(({ id }) => id)).size).toBe(25);
  expect(stats.total.requests).toBe(25);
  expect(stats.total.ok).toBe(5);
  daemon = await startDaemon({ home: newHome() });
});

const finish = (client: RawClient): Promise<void> => client.until("the answer ends", () => client.end() !== null);

test("the reason of the last stop can be read afterwards", async () => {
  daemon.signal("SIGINT");
  await daemon.exited;

  expect(JSON.parse(readFileSync(join(daemon.home, "last-stop.json"), "utf8"))).toMatchObject({ reason: "SIGINT" });
});

test("a reason that cannot be written does not keep the daemon alive", async () => {
  mkdirSync(join(daemon.home, "last-stop.json", "in the way"), { recursive: true });

  daemon.signal("SIGTERM");

  expect(await daemon.exited).toBe(0);
});

test("a request that is still being sent when the daemon goes has its row", async () => {
  const client = await connectRaw(daemon.port);
  client.write(requestText(anthropic, true, daemon.port, { "content-length": "9000" }));
  await until("it is accepted", async () => (await daemon.control.status({})).inFlight === 1);

  daemon.signal("SIGTERM");
  await daemon.exited;

  expect(rowsAtRest().map(({ outcome, error }) => [outcome, error])).toEqual([["PD", "proxy_shutdown"]]);
});

test.each([
  ["SIGTERM", 143],
  ["SIGINT", 130],
] as const)("D-13: a second signal ends at once: %s with %d", async (name, code) => {
  vendor.play(read("all"), send(streamHead()), send(chunk(anthropic.events[0] ?? "")), hold);
  const client = await streaming(anthropic);
  await daemon.control.stop({ drainMs: 60_000 });

  daemon.signal(name);
  await until("the first is heard or the daemon is gone", async () => {
    daemon.signal(name);
    return Promise.race([daemon.exited.then(() => true), Bun.sleep(20).then(() => false)]);
  });

  expect(await daemon.exited).toBe(code);
  await client.until("the stream is gone", () => client.end() !== null);
});

test("D-13: an idle daemon ends at once on SIGTERM, its ledger closed", async () => {
  vendor.play(read("all"), send(streamHead()), send(chunk(streamOf(anthropic))), send(lastChunk));
  await finish(await streaming(anthropic));

  daemon.signal("SIGTERM");

  expect(await daemon.exited).toBe(0);
  const copy = join(newHome(), "copy.db"); // of the one file: nothing may still stand beside it
  copyFileSync(join(daemon.home, "ledger.db"), copy);
  expect(rowsIn(copy).map(({ outcome }) => outcome)).toEqual(["--"]);
});

test("D-13: while it drains, who still has a connection hears `draining` or is let go; nobody is told `ok`", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  vendor.play(read("all"), send(streamHead()), send(chunk(anthropic.events[0] ?? "")), waitFor(promise));
  const running = await streaming(anthropic);
  const idle = await connectRaw(daemon.port);
  const health = `GET /health HTTP/1.1\r\nhost: 127.0.0.1:${daemon.port}\r\n\r\n`;
  idle.write(health);
  await idle.until("it is well", () => idle.text().includes('"status":"ok"'));
  const before = idle.text().length;

  await daemon.control.stop({ drainMs: 5000 });
  await until("it drains", async () => (await daemon.control.status({})).isDraining);
  idle.write(health);
  await idle.until("an answer or the end", () => idle.text().length > before || idle.end() !== null);

  expect(idle.text().slice(before)).not.toContain('"status":"ok"');
  if (idle.end() === null) expect(idle.text().slice(before)).toContain('"status":"draining"');
  resolve();
  await running.until("the answer ends", () => running.end() !== null);
  idle.leave();
  expect(await daemon.exited).toBe(0);
});
