import { afterAll, beforeAll, beforeEach, expect, test } from "bun:test";
import { startDaemon } from "../support/daemon.ts";
import { serversAt } from "../support/fault-bench.ts";
import { hold, read, send, startFaultd } from "../support/faultd.ts";
import { connectRaw } from "../support/raw-client.ts";
import { openaiKey, realtime, type SocketBench, startSocketBench } from "../support/socket-bench.ts";
import { openSocketTo } from "../support/socket-client.ts";
import { until } from "../support/wait.ts";

let bench: SocketBench;
beforeAll(async () => {
  bench = await startSocketBench();
});
afterAll(() => bench.stop());
beforeEach(() => bench.reset());

test("C-01: a client that breaks off takes the vendor's WebSocket with it", async () => {
  const start = Date.now();
  const client = await bench.open();
  const { socket } = await bench.theirs();
  client.socket.terminate();

  await until("the vendor's side closes", () => socket.readyState === WebSocket.CLOSED);
  expect((await bench.theirs()).ending?.code).toBe(1001);
  expect(await bench.rowSince(start)).toMatchObject({ outcome: "CD", error: "client_left", status: 101 });
});

test("C-01: a client that leaves before the vendor has answered opens nothing", async () => {
  const start = Date.now();
  const asked = Promise.withResolvers<void>();
  const hole = Bun.listen({
    hostname: "127.0.0.1",
    port: 0,
    socket: { data: () => asked.resolve(), close: () => closed.resolve() },
  });
  const closed = Promise.withResolvers<void>();
  const other = await startDaemon({ servers: serversAt(`http://127.0.0.1:${hole.port}`) });
  const client = await connectRaw(other.port);
  client.write(
    `GET ${realtime} HTTP/1.1\r\nHost: 127.0.0.1:${other.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`,
  );
  await asked.promise;
  client.leave();

  await closed.promise;
  await until("nothing in flight", async () => (await other.control.status({})).inFlight === 0);
  const rows = (await other.rows()).filter(({ startedAt }) => startedAt >= start);
  expect(rows).toMatchObject([{ outcome: "CH", error: "client_left", status: null }]);
  await other.stop();
  hole.stop(true);
});

test("U-10: a vendor that refuses a WebSocket and never ends its sentence is given up", async () => {
  const start = Date.now();
  const vendor = startFaultd();
  vendor.play(read("headers"), send("HTTP/1.1 401 Unauthorized\r\ncontent-length: 100\r\n\r\nhalf"), hold);
  const other = await startDaemon({ servers: serversAt(vendor.url), flags: { "timeouts.connect_ms": "2000" } });

  const client = await openSocketTo(other.url + realtime, openaiKey);
  await until("nothing in flight", async () => (await other.control.status({})).inFlight === 0);

  expect(client.refusal()).toMatchObject({ status: 504, error: "upstream_timeout" });
  const rows = (await other.rows()).filter(({ startedAt }) => startedAt >= start);
  expect(rows).toMatchObject([{ outcome: "sH", error: "upstream_timeout", status: 504 }]);
  await other.stop();
  vendor.stop();
});

test("U-14: a vendor that breaks off is told to the client with a close code, and counts as a cut", async () => {
  const start = Date.now();
  const client = await bench.open();
  (await bench.theirs()).socket.terminate();
  await client.until("it is closed", () => client.ending() !== null);

  expect(client.ending()).toMatchObject({ code: 1011 });
  expect(await bench.rowSince(start)).toMatchObject({ outcome: "SD", error: "upstream_cut", status: 101 });
});

test("C-02: a client that stops reading slows its vendor down, and both are let go when it never goes on", async () => {
  const start = Date.now();
  let sent = 0;
  const part = Buffer.alloc(256 * 1024);
  const flood = (): void => {
    const socket = bench.vendor.sockets()[0]?.socket;
    while (sent < 400_000_000 && (socket?.send(part) ?? 0) > 0) sent += part.length;
  };
  bench.vendor.onMessage(flood);
  const client = await bench.open();
  client.socket.pause();
  const before = bench.rssBytes();

  client.socket.send("go");
  const timer = setInterval(flood, 5);
  await bench.quiet();
  clearInterval(timer);

  expect(sent).toBeLessThan(64_000_000);
  expect(bench.rssBytes() - before).toBeLessThan(64_000_000);
  expect(await bench.rowSince(start)).toMatchObject({ outcome: "cD", error: "client_stalled" });
  client.socket.terminate();
}, 60_000);

test("U-12: a vendor that stops reading slows its client down, and both are let go when it never goes on", async () => {
  const start = Date.now();
  const client = await bench.open();
  (await bench.theirs()).socket.pause();
  const part = Buffer.alloc(256 * 1024);
  let sent = 0;
  const flood = setInterval(() => {
    while (client.socket.bufferedAmount < 1_000_000 && sent < 400_000_000 && client.ending() === null) {
      client.socket.send(part);
      sent += part.length;
    }
  }, 5);
  await bench.quiet();
  clearInterval(flood);

  expect(sent).toBeLessThan(64_000_000);
  expect(await bench.rowSince(start)).toMatchObject({ outcome: "sD", error: "upstream_stalled" });
  client.socket.terminate();
}, 60_000);

test("a message beyond the limit ends the conversation on both sides", async () => {
  const small = await startSocketBench({ "limits.max_body_bytes": "1000" });
  const start = Date.now();
  const client = await small.open();
  client.socket.send("x".repeat(1001));
  await client.until("it is closed", () => client.ending() !== null);

  await until("the vendor's side closes", async () => (await small.theirs()).ending !== null);
  expect((await small.theirs()).messages).toEqual([]);
  expect((await small.rowSince(start)).status).toBe(101);
  await small.stop();
});

test("D-13: a daemon that stops lets a conversation come to a pause, then says goodbye to both sides", async () => {
  const other = await startSocketBench();
  const client = await other.open();
  client.socket.send("last words");
  await client.until("they come back", () => client.messages.length === 1);
  const theirs = await other.theirs();

  other.daemon.signal("SIGTERM");
  await client.until("it is closed", () => client.ending() !== null, 10_000);

  expect(client.ending()).toMatchObject({ code: 1001 });
  await until("the vendor's side closes", () => theirs.ending !== null);
  expect(theirs.ending?.code).toBe(1001);
  expect(await other.daemon.exited).toBe(0);
  other.vendor.stop();
});

test("a conversation that has fallen silent is ended", async () => {
  const short = await startSocketBench({ "timeouts.websocket_idle_ms": "3000" });
  const start = Date.now();
  const client = await short.open();
  await client.until("it is closed", () => client.ending() !== null);

  expect(client.ending()).toMatchObject({ code: 1001 });
  expect(await short.rowSince(start)).toMatchObject({ outcome: "cD", error: "websocket_idle" });
  await short.stop();
});

test("C-21: three hundred WebSockets that break off at once leave nothing behind", async () => {
  const start = Date.now();
  const before = bench.daemon.openFiles();
  const clients = await Promise.all(Array.from({ length: 300 }, () => bench.open()));
  expect((await bench.daemon.control.status({})).inFlight).toBe(300);
  for (const { socket } of clients) socket.terminate();

  await bench.quiet();
  await until("open files are back", () => bench.daemon.openFiles() <= before, 10_000);
  expect((await bench.daemon.rows()).filter(({ startedAt }) => startedAt >= start).length).toBe(300);
});
