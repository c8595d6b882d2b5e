import { expect, test } from "bun:test";
import { startLagGauge } from "../../src/lib/lag.ts";
import { until } from "../support/wait.ts";

test("D-21: a turn that comes late is measured, and told when it was late by more than a second", async () => {
  const told: number[] = [];
  const gauge = startLagGauge(
    () => performance.now(),
    (ms) => void told.push(ms),
  );

  Bun.sleepSync(1800); // nothing else can happen meanwhile
  await until("it is told", () => told.length > 0);

  expect(told[0]).toBeGreaterThan(1000);
  expect(gauge.worstMs()).toBe(told[0] ?? 0);
  gauge.stop();
});
