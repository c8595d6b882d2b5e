import { expect, test } from "bun:test";
import { bucketLimitsMs, createHistogram } from "../../../src/state/metrics/histogram.ts";

test("each bucket counts what took no longer than its limit", () => {
  const histogram = createHistogram();
  for (const ms of [0, 10, 11, 40, 1e9]) histogram.add(ms);

  const { count, sumMs, upTo } = histogram.view();
  expect(bucketLimitsMs.slice(0, 3)).toEqual([10, 20, 40]);
  expect(upTo.slice(0, 3)).toEqual([2, 3, 4]);
  expect(upTo.at(-1)).toBe(4);
  expect({ count, sumMs }).toEqual({ count: 5, sumMs: 1_000_000_061 });
});
