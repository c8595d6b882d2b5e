import { expect, test } from "bun:test";
import fc from "fast-check";
import {
  count,
  type Histogram,
  merge,
  noTimes,
  packed,
  percentileIn,
  unpackInto,
} from "../../../src/state/ledger/histogram.ts";
import { percentile } from "../../../src/state/ledger/statistics.ts";

const of = (times: readonly number[]): Histogram => {
  const histogram = noTimes();
  for (const ms of times) count(histogram, ms, 1);
  return histogram;
};
const times = fc.array(fc.double({ min: 0, max: 90_000_000, noNaN: true }), { minLength: 1, maxLength: 200 });

test("a percentile is within 1 % of the one that the times themselves have", () => {
  fc.assert(
    fc.property(times, fc.constantFrom(0.5, 0.95, 0.99), (list, share) => {
      const [told, exact] = [percentileIn(of(list), share) ?? -1, percentile(list, share) ?? -1];

      expect(Math.abs(told - exact)).toBeLessThanOrEqual(Math.max(0.1, exact * 0.01));
    }),
  );
});

test("what takes longer than days is as long as the longest", () => {
  expect(percentileIn(of([Number.MAX_SAFE_INTEGER]), 0.5)).toBeGreaterThan(200_000_000);
});

test("two are one without loss, whatever was packed and unpacked on the way, and can be taken apart again", () => {
  fc.assert(
    fc.property(times, times, (one, other) => {
      const both = of(one);
      unpackInto(both, packed(of(other)));
      expect(both).toEqual(of([...one, ...other]));

      for (const ms of one) count(both, ms, -1);
      expect(both).toEqual(of(other));
    }),
  );
});

test("large counts come through, and nothing has no percentile", () => {
  const histogram = noTimes();
  histogram[1000] = 5_000_000_000;
  const again = noTimes();

  unpackInto(again, packed(histogram));
  merge(again, histogram, 1);

  expect(again[1000]).toBe(10_000_000_000);
  expect(percentileIn(noTimes(), 0.5)).toBeNull();
  expect(packed(noTimes()).length).toBe(0);
});
