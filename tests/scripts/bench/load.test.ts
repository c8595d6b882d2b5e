import { afterAll, expect, test } from "bun:test";
import { startReady } from "../../../scripts/bench/contestants.ts";
import type { LoadOutcome } from "../../../scripts/bench/load.ts";
import { measure } from "../../../scripts/bench/programs.ts";
import type { StreamResult } from "../../../scripts/bench/sse-load.ts";

const upstream = await startReady("direct", 0);
const relay = await startReady("bare relay", upstream.port);
afterAll(async () => {
  await relay.stop();
  await upstream.stop();
});

test("bodies of a megabyte come through the bare relay whole, and every answer is counted", async () => {
  const job = { kind: "flat-out", port: relay.port, size: 1024 * 1024, connections: 2, warmUpMs: 0, ms: 300 };

  const { answers, wrong, p99Ms } = await measure<LoadOutcome>("scripts/bench/load.ts", job);

  expect(wrong).toBe(0);
  expect(answers).toBeGreaterThan(0);
  expect(p99Ms).toBeGreaterThan(0);
});

test("a steady load asks a hundred times a second", async () => {
  const job = { kind: "steady", port: upstream.port, size: 1024, connections: 8, warmUpMs: 0, ms: 300 };

  const { answers } = await measure<LoadOutcome>("scripts/bench/load.ts", job);

  expect(answers).toBeLessThanOrEqual(31);
});

test("streams come through with every event and every byte, and their delay is the relay's", async () => {
  const job = { port: relay.port, streams: 5, events: 6, everyMs: 10 };

  const result = await measure<StreamResult>("scripts/bench/sse-load.ts", job);

  expect(result).toMatchObject({ missingEvents: 0, missingBytes: 0, wrong: 0 });
  expect(result.delayP50Ms).toBeGreaterThan(-1); // two processes share a clock to that precision
  expect(result.delayP50Ms).toBeLessThan(1000);
});

test("an upstream that is gone is told as wrong answers or an error, never as a fast one", async () => {
  const job = { kind: "flat-out", port: 1, size: 1024, connections: 1, warmUpMs: 0, ms: 50 };

  expect(measure("scripts/bench/load.ts", job)).rejects.toThrow("load.ts ended with");
});
