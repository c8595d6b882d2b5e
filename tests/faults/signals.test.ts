import { afterEach, beforeEach, expect, test } from "bun:test";
import { appendFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { canaries, leaksIn } from "../support/canary.ts";
import { type DaemonOptions, startDaemon, type TestDaemon } from "../support/daemon.ts";
import { expectWhole, serversAt } from "../support/fault-bench.ts";
import { type Faultd, startFaultd } from "../support/faultd.ts";
import { type Format, formats, streamOf } from "../support/formats.ts";
import { requestText } from "../support/http-text.ts";
import { pausedStream } from "../support/paused-stream.ts";
import { connectRaw, type RawClient } from "../support/raw-client.ts";
import { until } from "../support/wait.ts";

let vendor: Faultd;
let daemon: TestDaemon;
const [anthropic] = formats as [Format];
const start = async (options: DaemonOptions = {}): Promise<void> => {
  daemon = await startDaemon({ servers: serversAt(vendor.url), ...options });
};
beforeEach(() => {
  vendor = startFaultd();
});
afterEach(async () => {
  await daemon.stop();
  vendor.stop();
});

/** A stream that has begun and goes on when it is told to. */
const streaming = async (): Promise<{ readonly client: RawClient; readonly goOn: () => void }> => {
  const { promise, resolve } = Promise.withResolvers<void>();
  vendor.play(...pausedStream(anthropic, promise));
  const client = await connectRaw(daemon.port);
  client.write(requestText(anthropic, true, daemon.port));
  await client.until("the first event", () => client.text().includes((anthropic.events[0] ?? "").slice(0, 40)));
  return { client, goOn: resolve };
};

test.each(["SIGPIPE", "SIGUSR1", "SIGUSR2"] as const)(
  "D-14: %s ends neither the daemon nor an answer",
  async (name) => {
    await start();
    const { client, goOn } = await streaming();

    daemon.signal(name);
    expect((await daemon.control.status({})).inFlight).toBe(1);
    goOn();
    await client.until("the answer ends", () => client.end() !== null);

    expectWhole(client, streamOf(anthropic));
    expect((await daemon.control.status({})).pid).toBe(daemon.pid);
    expect(daemon.output()).toBe("");
  },
);

test("D-14: SIGHUP reads the files again and disturbs no answer", async () => {
  await start({ flags: { "config.watch": "false" } });
  const { client, goOn } = await streaming();
  const before = (await daemon.control.status({})).generation;
  appendFileSync(join(daemon.home, "config.yaml"), "\ntimeouts:\n  linger_ms: 777\n");

  daemon.signal("SIGHUP");
  await until("another generation", async () => (await daemon.control.status({})).generation > before);
  goOn();
  await client.until("the answer ends", () => client.end() !== null);

  expectWhole(client, streamOf(anthropic));
  const { settings } = await daemon.control.config({});
  expect(settings.find(({ name }) => name === "timeouts.linger_ms")?.value).toBe(777);
});

test("D-14: after SIGSTOP and SIGCONT an answer goes on, however long the daemon was stopped", async () => {
  await start({ flags: { "timeouts.stream_idle_ms": "4000", "timeouts.write_stall_ms": "4000" } }); // 400 ms here
  const { client, goOn } = await streaming();

  daemon.signal("SIGSTOP");
  await until("it is stopped", () => /\) T /.test(readFileSync(`/proc/${daemon.pid}/stat`, "utf8")));
  await Bun.sleep(1500); // longer than any limit: the pause is what is tested
  daemon.signal("SIGCONT");
  await daemon.control.status({});
  goOn();
  await client.until("the answer ends", () => client.end() !== null);

  expectWhole(client, streamOf(anthropic));
  expect((await daemon.rows()).map(({ outcome }) => outcome)).toEqual(["--"]);
});

test("D-20, D-21: what nobody catches is counted and named, a blocked daemon says so, and answers go on", async () => {
  await start({ preload: join(import.meta.dir, "../support/mischief.ts") });
  const { client, goOn } = await streaming();

  daemon.signal("SIGUSR2");
  const status = await until(
    "both are counted and the block is measured",
    async () => {
      const now = await daemon.control.status({});
      return now.internalErrors === 2 && now.loopLagMs > 1000 && now;
    },
    15_000,
  );
  goOn();
  await client.until("the answer ends", () => client.end() !== null);

  expect(status.internalErrors).toBe(2);
  expectWhole(client, streamOf(anthropic));
  const lines = await until("the log tells", () => {
    const told = ["uncaught", "the event loop was blocked"];
    const found = daemon.logLines().filter(({ message }) => told.includes(String(message)));
    return found.length >= 3 && found;
  });
  expect(lines).toMatchObject([
    { message: "uncaught", what: "TypeError" },
    { message: "uncaught", what: "RangeError" },
    { message: "the event loop was blocked" },
  ]);
  expect(leaksIn({ output: daemon.output(), log: JSON.stringify(lines) })).toEqual([]);
  expect(daemon.output()).toContain("TypeError");
});

test("D-25: a daemon that is made to crash leaves no core file and says nothing secret", async () => {
  await start({ umask: "077; ulimit -S -c unlimited 2>/dev/null" });
  const { client } = await streaming();
  const limits = readFileSync(`/proc/${daemon.pid}/limits`, "utf8");

  daemon.signal("SIGABRT");
  await daemon.exited;
  await client.until("the connection is gone", () => client.end() !== null);

  expect(/^Max core file size\s+(\d+)\s+(\d+)/m.exec(limits)?.slice(1)).toEqual(["0", "0"]);
  expect(leaksIn({ output: daemon.output() }, Object.values(canaries))).toEqual([]);
  await daemon.stop();
  await start();
});
