import { afterAll, beforeAll, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { expectWhole, type FaultBench, startBench } from "../support/fault-bench.ts";
import { fin, read, type Step, send } from "../support/faultd.ts";
import { everyFormat, type Format, formats } from "../support/formats.ts";
import { answerText, requestText } from "../support/http-text.ts";
import { until } from "../support/wait.ts";

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench({ flags: { "timeouts.write_stall_ms": "100000" } });
});
afterAll(() => bench.stop());

const megabyte = 1024 * 1024;
const [anthropic] = formats as [Format];

/** What the daemon holds in memory, in megabytes. */
const residentMegabytes = (): number => {
  const kilobytes = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${bench.daemon.pid}/status`, "latin1"))?.[1];
  return Number(kilobytes) / 1024;
};

/** Counts what comes without keeping it: a reader of this size must not be the one that fills the memory. */
const countingClient = async (perSecond: () => number) => {
  let taken = 0;
  let isOver = false;
  const socket = await Bun.connect({
    hostname: "127.0.0.1",
    port: bench.daemon.port,
    socket: {
      data: (self, bytes) => {
        taken += bytes.length;
        const pauseMs = (bytes.length / perSecond()) * 1000;
        if (pauseMs < 1) return;
        self.pause();
        setTimeout(() => self.resume(), pauseMs);
      },
      close: () => {
        isOver = true;
      },
    },
  });
  socket.write(requestText(anthropic, false, bench.daemon.port));
  return { taken: () => taken, isOver: () => isOver };
};

test("U-30: a gigabyte for a client that takes a megabyte a second, then all it can, is never held in memory", async () => {
  const count = 1024;
  const piece = Buffer.alloc(megabyte, "x");
  const answer = (megabytes: number): readonly Step[] => [
    read("all"),
    send(`HTTP/1.1 200 OK\r\ncontent-length: ${megabytes * megabyte}\r\nconnection: close\r\n\r\n`),
    ...Array.from({ length: megabytes }, () => send(piece)),
  ];
  bench.vendor.play(...answer(100)); // the first large answer loads and compiles what the others find ready
  const first = await countingClient(() => Number.POSITIVE_INFINITY);
  await until("the first large answer", first.isOver, 30_000);
  bench.vendor.play(...answer(count));
  const before = residentMegabytes();
  let speed = megabyte;
  const client = await countingClient(() => speed);
  let most = 0;
  const watch = async (isDone: () => boolean): Promise<void> => {
    while (!isDone()) {
      most = Math.max(most, residentMegabytes());
      await Bun.sleep(50);
    }
  };

  await watch(() => client.taken() > 8 * megabyte); // eight slow seconds
  const [hit] = bench.vendor.hits();
  expect(hit?.sentBytes()).toBeLessThan(64 * megabyte); // the vendor is as slow as the client
  speed = Number.POSITIVE_INFINITY;
  await watch(client.isOver);

  expect(client.taken()).toBeGreaterThan(count * megabyte);
  expect(most - before).toBeLessThan(32);
  await bench.afterwards({ outcome: "--", status: 200 });
}, 180_000);

test("U-36: ten thousand requests one after the other, to a vendor that closes after each, lose none", async () => {
  for (const [at, { format }] of everyFormat.entries()) {
    const connection = at % 2 === 0 ? "close" : "keep-alive";
    const count = 2500;
    bench.vendor.play(read("all"), send(answerText(format.answer, "200 OK", { connection })), fin);

    for (let sent = 0; sent < count; sent++) {
      const client = await bench.ask(format, false);
      await client.until("the answer ends", () => client.end() !== null);
      expectWhole(client, format.answer);
    }

    await bench.afterwards({ outcome: "--", status: 200, hits: count, earlier: count - 1 });
  }
}, 300_000);
