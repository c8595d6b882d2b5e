import { afterAll, beforeAll, expect, test } from "bun:test";
import { expectWhole, type FaultBench, startBench } from "../support/fault-bench.ts";
import { hold, read, send } from "../support/faultd.ts";
import { type Format, formats } from "../support/formats.ts";
import { answerText, chunk, streamHead } from "../support/http-text.ts";
import { connectRaw, type RawClient } from "../support/raw-client.ts";
import { until } from "../support/wait.ts";

let bench: FaultBench;
beforeAll(async () => {
  // A busy machine may take its time over two hundred streams.
  bench = await startBench({
    flags: { "timeouts.first_byte_stream_ms": "150000", "timeouts.stream_idle_ms": "150000" },
  });
});
afterAll(() => bench.stop());

const [anthropic] = formats as [Format];
const status = () => bench.daemon.control.status({});
const connectMany = (count: number): Promise<RawClient[]> =>
  Promise.all(Array.from({ length: count }, () => connectRaw(bench.daemon.port)));
const plainAnswer = async (): Promise<void> => {
  bench.vendor.play(read("all"), send(answerText(anthropic.answer)));
  const client = await bench.ask(anthropic, false);
  await client.until("the answer ends", () => client.end() !== null);
  expectWhole(client, anthropic.answer);
};

test("C-05: five hundred connections that ask nothing disturb nobody, and are closed after a while", async () => {
  const before = bench.daemon.openFiles();
  const clients = await connectMany(500);
  await until("all are there", () => bench.daemon.openFiles() >= before + 500);

  await plainAnswer();
  expect((await status()).inFlight).toBe(0);

  await until("all are closed", () => clients.every((client) => client.end() !== null), 45_000);
  await until("open files are back", () => bench.daemon.openFiles() <= before);
}, 60_000);

test("C-07: a thousand clients whose headers trickle in disturb nobody, and are closed after a while", async () => {
  const before = bench.daemon.openFiles();
  const clients = await connectMany(1000);
  const head = `POST /v1/messages HTTP/1.1\r\nhost: 127.0.0.1:${bench.daemon.port}\r\nx-a: ${"y".repeat(1000)}`;
  let at = 0;
  const timer = setInterval(() => {
    for (const client of clients) if (client.end() === null) client.write(head[at] ?? "y");
    at++;
  }, 1000); // the slowness itself

  await plainAnswer();
  await until("all are closed", () => clients.every((client) => client.end() !== null), 45_000);
  clearInterval(timer);

  expect((await status()).tally.accepted).toBe((await bench.daemon.rows()).length);
  await until("open files are back", () => bench.daemon.openFiles() <= before);
}, 60_000);

test("C-06: after a flood of connections everything works as before", async () => {
  const before = bench.daemon.openFiles();
  for (let wave = 0; wave < 50; wave++) {
    const clients = await connectMany(200);
    for (const client of clients) client.leave();
  }

  await plainAnswer();
  await until("open files are back", () => bench.daemon.openFiles() <= before, 10_000);
  await bench.afterwards({ outcome: "--", status: 200 });
}, 60_000);

test("C-21: of five thousand clients that leave in mid-stream nothing stays but a row each", async () => {
  const start = Date.now();
  const before = bench.daemon.openFiles();
  for (let wave = 0; wave < 20; wave++) {
    bench.vendor.play(read("all"), send(streamHead()), send(chunk(anthropic.events[0] ?? "")), hold);
    const clients = await Promise.all(Array.from({ length: 250 }, () => bench.ask(anthropic, true)));
    await until("all stream", () => clients.every((client) => client.message().body.length > 0), 15_000);
    for (const client of clients) client.leave();
    await until("nothing in flight", async () => (await status()).inFlight === 0, 15_000);
  }

  const rows = (await bench.daemon.rows()).filter(({ startedAt }) => startedAt >= start);
  expect(rows.length).toBe(5000);
  expect(new Set(rows.map(({ outcome }) => outcome))).toEqual(new Set(["CD"]));
  await until("open files are back", () => bench.daemon.openFiles() <= before, 10_000);
}, 120_000);
