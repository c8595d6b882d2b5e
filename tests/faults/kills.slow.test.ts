import { expect, test } from "bun:test";
import { killDaemon } from "../support/kill-daemon.ts";
import { killWriter } from "../support/kill-writer.ts";

test("D-01: killed 500 times under load of 200 streams, nothing that ended a second earlier is missing", async () => {
  const kills = await killDaemon(500, 200, 1500);

  console.log(`D-01 ${JSON.stringify(kills)}`);
  expect(kills.mustBeThere).toBeGreaterThan(1000);
  expect(kills.mustBeInterrupted).toBeGreaterThan(1000);
}, 3_600_000);

test("D-02: killed 500 times while it writes, each file is the old or the new one, whole", async () => {
  const written = await killWriter(500);

  console.log(`D-02 ${JSON.stringify(written)}`);
  expect(written.rotated).toBeGreaterThan(100);
}, 3_600_000);
