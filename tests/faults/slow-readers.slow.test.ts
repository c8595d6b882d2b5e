import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type FaultBench, startBench } from "../support/fault-bench.ts";
import { flood, read, send } from "../support/faultd.ts";
import { type Format, formats } from "../support/formats.ts";
import { chunk, requestText, streamHead } from "../support/http-text.ts";
import { until } from "../support/wait.ts";

/** Long enough for a busy machine to start a program in the half of it. */
const stallMs = 2000;

let bench: FaultBench;
beforeAll(async () => {
  bench = await startBench({ flags: { "timeouts.write_stall_ms": String(stallMs * 10) } });
});
afterAll(() => bench.stop());

const [anthropic] = formats as [Format];
const comment = chunk(`: ${"x".repeat(16_000)}\n\n`);

/** A program that takes 200 bytes at a time from the system, twenty times a second: no runtime reads ahead for it. */
const startSlowReader = () => {
  const script = `exec 3<>/dev/tcp/127.0.0.1/${bench.daemon.port}; cat >&3
    while sleep 0.05; do dd bs=200 count=1 <&3 2>/dev/null | wc -c; done`;
  const stdin = requestText(anthropic, true, bench.daemon.port);
  const child = Bun.spawn(["bash", "-c", script], { stdin, stdout: "pipe", stderr: "ignore" });
  let taken = 0;
  void (async () => {
    for await (const lines of child.stdout)
      for (const line of Buffer.from(lines).toString().split("\n")) taken += Number(line);
  })();
  return { child, taken: () => taken };
};

describe.skipIf(process.platform !== "linux" || Bun.which("bash") === null)("a very slow reader", () => {
  test("C-03: a client that takes a few bytes at a time is never cut, however long that takes", async () => {
    bench.vendor.play(read("all"), send(streamHead()), flood(comment));
    const { child, taken } = startSlowReader();
    const hit = await bench.hit();
    let sent = -1;
    await until("the vendor is slowed down", async () => {
      const before = sent;
      sent = hit.sentBytes();
      await Bun.sleep(100);
      return before === sent && sent > 0;
    });
    const before = taken();

    const start = performance.now();
    await until("many times the limit has passed", () => performance.now() - start > 4 * stallMs, 30_000);

    expect(taken() - before).toBeGreaterThan(1000);
    expect(hit.isClosed()).toBe(false);
    expect((await bench.daemon.control.status({})).inFlight).toBe(1);
    child.kill();
    await until("the vendor's connection closes", () => hit.isClosed(), 10_000);
    await bench.afterwards({ outcome: "CD", error: "client_left", status: 200 });
  }, 60_000);

  test("C-04: a client that is frozen, its connection open, is let go", async () => {
    bench.vendor.play(read("all"), send(streamHead()), flood(comment));
    const { child, taken } = startSlowReader();
    await until("it reads", () => taken() > 0);
    const hit = await bench.hit();

    child.kill("SIGSTOP");
    await until("the vendor's connection closes", () => hit.isClosed(), 10_000);

    await bench.afterwards({ outcome: "cD", error: "client_stalled", status: 200 });
    child.kill("SIGKILL");
  }, 60_000);
});
