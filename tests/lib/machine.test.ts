import { expect, test } from "bun:test";
import { closeSync, openSync } from "node:fs";
import { keptWaitingMs, maxOpenFiles, memoryLimitBytes, openFiles } from "../../src/lib/machine.ts";

test.skipIf(process.platform !== "linux")("open files are counted as the system counts them", () => {
  const before = openFiles();
  const files = Array.from({ length: 5 }, () => openSync("/dev/null", "r"));

  expect(openFiles()).toBe(before + 5);

  for (const file of files) closeSync(file);
  expect(maxOpenFiles()).toBeGreaterThan(before);
});

test("a limit on memory is a number of bytes or none", () => {
  const limit = memoryLimitBytes();

  expect(limit === null || limit > 1_000_000).toBe(true);
});

test("how long it was kept waiting for the processor only grows", () => {
  const before = keptWaitingMs();

  expect(before).toBeGreaterThanOrEqual(0);
  expect(keptWaitingMs()).toBeGreaterThanOrEqual(before);
});
