import { expect, test } from "bun:test";
import { killDaemon } from "../support/kill-daemon.ts";
import { killWriter } from "../support/kill-writer.ts";

test("D-01: killed under load at ten moments, it starts again at once and its ledger tells what was there", async () => {
  const { finished, interrupted, mustBeThere } = await killDaemon(10, 40, 1500);

  expect(finished).toBeGreaterThan(10);
  expect(interrupted).toBeGreaterThan(0);
  expect(mustBeThere).toBeGreaterThan(0);
}, 120_000);

test("D-02: killed while it writes, twenty times, each file is the old or the new one, whole", async () => {
  const { rotated } = await killWriter(20);

  expect(rotated).toBeGreaterThan(0);
}, 120_000);
