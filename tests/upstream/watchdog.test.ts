import { expect, test } from "bun:test";
import { createWatchdog } from "../../src/upstream/watchdog.ts";
import { stoppedClock } from "../support/exchange.ts";
import { until } from "../support/wait.ts";

const watchdogOf = () => {
  const clock = stoppedClock();
  const watchdog = createWatchdog(clock.tick, 1_000_000); // only sweeps count here
  const later = (ms: number): void => {
    clock.advance(ms);
    watchdog.sweep();
  };
  return { watchdog, later };
};

test("what is late is told once", () => {
  const { watchdog, later } = watchdogOf();
  let late = 0;
  const watch = watchdog.watch(() => undefined);
  watch.expect(100, () => late++);

  later(99);
  expect(late).toBe(0);
  later(1);
  later(500);

  expect(late).toBe(1);
  watch.end();
});

test("time counts anew with each new expectation", () => {
  const { watchdog, later } = watchdogOf();
  const told: string[] = [];
  const watch = watchdog.watch(() => undefined);

  watch.expect(100, () => told.push("first"));
  later(90);
  watch.expect(100, () => told.push("second"));
  later(90);
  expect(told).toEqual([]);
  later(10);

  expect(told).toEqual(["second"]);
  watch.end();
});

test("who lasts for a second is told of, who ends before is not", () => {
  const { watchdog, later } = watchdogOf();
  const long: string[] = [];
  const short = watchdog.watch(() => long.push("short"));
  const lasting = watchdog.watch(() => long.push("lasting"));

  later(500);
  short.end();
  later(600);
  later(600);

  expect(long).toEqual(["lasting"]);
  lasting.end();
  expect(watchdog.watching()).toBe(0);
});

test("D-14: the time that a stopped process has lost counts for nobody; waiting goes on after it", async () => {
  const watchdog = createWatchdog(() => performance.now(), 20);
  let lateAt = 0;
  const watch = watchdog.watch(() => undefined);
  watch.expect(400, () => {
    lateAt = performance.now();
  });

  Bun.sleepSync(1000); // as a stopped process would
  const resumedAt = performance.now();
  await until("it is late after all", () => lateAt > 0);

  expect(lateAt - resumedAt).toBeGreaterThan(200);
  watch.end();
});
