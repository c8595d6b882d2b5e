import { expect, test } from "bun:test";
import { percentile, type Sample, statisticsOf } from "../../../src/state/ledger/statistics.ts";

const sample = (more: Partial<Sample>): Sample => ({
  name: "a",
  status: 200,
  outcome: "--",
  bytesIn: 1,
  bytesOut: 2,
  ttftMs: 3,
  durationMs: 10,
  ...more,
});

test("every request is in exactly one of the counts", () => {
  const { total } = statisticsOf(
    [
      sample({}),
      sample({ status: 429 }),
      sample({ outcome: "SD" }),
      sample({ outcome: "PD" }),
      sample({ outcome: "CH", status: null }),
      sample({ outcome: "cD" }),
      sample({ status: 500 }),
      sample({ outcome: "I?", status: null }),
    ],
    "largest",
  );

  expect(total).toMatchObject({
    requests: 8,
    ok: 1,
    limited: 1,
    cut: 2,
    aborted: 2,
    failed: 2,
    bytesIn: 8,
    bytesOut: 16,
  });
});

test("groups come the largest first, hours in their order, and add up to the total", () => {
  const samples = [sample({ name: "b" }), sample({ name: "a" }), sample({ name: "b" })];

  expect(statisticsOf(samples, "largest").groups.map(({ name }) => name)).toEqual(["b", "a"]);
  expect(statisticsOf(samples, "name").groups.map(({ name }) => name)).toEqual(["a", "b"]);
  expect(statisticsOf(samples, "name").total.requests).toBe(3);
});

test("who left early does not make the times look better", () => {
  const { total } = statisticsOf(
    [sample({ durationMs: 100 }), sample({ outcome: "CH", durationMs: 1, ttftMs: null })],
    "largest",
  );

  expect(total).toMatchObject({ p50Ms: 100, p95Ms: 100, ttftP50Ms: 3 });
});

test("of nothing there is no time", () => {
  expect(statisticsOf([], "largest").total).toMatchObject({ requests: 0, p50Ms: null, p95Ms: null, ttftP50Ms: null });
  expect(percentile([3, 1, 2], 0.5)).toBe(2);
  expect(percentile([1, 2, 3, 4], 0.95)).toBe(4);
});
