import { expect, test } from "bun:test";
import { dayMs, quarterMs, stretches } from "../../../src/state/ledger/rollups.ts";

const lengths = (from: number, to: number) =>
  stretches(from, to).map((stretch) => [stretch.span === dayMs ? "days" : "quarters", stretch.from, stretch.to]);

test("a time is covered by whole days, and by quarters at both ends, without a gap", () => {
  expect(lengths(dayMs - quarterMs, 3 * dayMs + quarterMs)).toEqual([
    ["quarters", dayMs - quarterMs, dayMs],
    ["days", dayMs, 3 * dayMs],
    ["quarters", 3 * dayMs, 3 * dayMs + quarterMs],
  ]);
  expect(lengths(0, dayMs)).toEqual([["days", 0, dayMs]]);
  expect(lengths(quarterMs, dayMs)).toEqual([["quarters", quarterMs, dayMs]]);
});

test("what has no end is days to the end", () => {
  expect(lengths(quarterMs, Number.POSITIVE_INFINITY)).toEqual([
    ["quarters", quarterMs, dayMs],
    ["days", dayMs, Number.POSITIVE_INFINITY],
  ]);
});
