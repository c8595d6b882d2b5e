import { expect, test } from "bun:test";
import fc from "fast-check";
import { countReader } from "../../src/core/usage.ts";

test("U-34 a count that cannot be meant is unknown, a zero is a zero, and what was left out is not odd", () => {
  const reader = countReader();

  expect([0, 7, undefined, null].map(reader.count)).toEqual([0, 7, null, null]);
  expect(reader.anomalies()).toBe(0);
  expect([-1, 1.5, Number.NaN, 1e308, "many", {}, true].map(reader.count)).toEqual(Array(7).fill(null));
  expect(reader.anomalies()).toBe(7);
});

test("U-34 digits in quotes are the number that they mean, and odd all the same", () => {
  const reader = countReader();

  expect([reader.count("120"), reader.anomalies()]).toEqual([120, 1]);
});

test("U-34 whatever a vendor says, a count is null or a whole number from 0 on", () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      const count = countReader().count(value);
      expect(count === null || (Number.isSafeInteger(count) && count >= 0)).toBe(true);
    }),
  );
});

test("U-34 a part that is larger than its whole cannot be meant", () => {
  const reader = countReader();

  expect([reader.part(5, 5), reader.part(6, 5), reader.part(6, null), reader.part(0, 0)]).toEqual([5, null, 6, 0]);
  expect(reader.anomalies()).toBe(1);
});
