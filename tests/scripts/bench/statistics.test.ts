import { expect, test } from "bun:test";
import { median, medianDifference, medianRatio, percentile, rotated } from "../../../scripts/bench/statistics.ts";

test("a percentile is a value that was measured", () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);

  expect([0, 0.5, 0.99, 1].map((share) => percentile(hundred, share))).toEqual([1, 50, 99, 100]);
  expect(percentile([7], 0.99)).toBe(7);
});

test("nothing measured is no number, not zero", () => {
  expect(percentile([], 0.5)).toBeNaN();
  expect(median([])).toBeNaN();
  expect(medianRatio([1], [])).toBeNaN();
});

test("the median of an even count lies between the two in the middle, and what is no number does not count", () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([9, Number.NaN, 1, 5])).toBe(5);
});

test("a round that was disturbed as a whole changes neither ratio nor difference", () => {
  expect(medianRatio([80, 8, 90], [100, 10, 100])).toBe(0.8);
  expect(medianDifference([3, 40, 3.5], [2, 39, 2])).toBe(1);
});

test("over the rounds everybody stands at each place once", () => {
  const rounds = [0, 1, 2, 3].map((round) => rotated(["a", "b", "c"], round).join(""));

  expect(rounds).toEqual(["abc", "bca", "cab", "abc"]);
});
