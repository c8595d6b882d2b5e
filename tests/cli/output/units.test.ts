import { expect, test } from "bun:test";
import {
  bytes,
  cost,
  costInTable,
  costUnknown,
  counted,
  dayAndTime,
  exactly,
  lasted,
  money,
  percent,
  readDuration,
  roughly,
  share,
  waited,
} from "../../../cli/output/units.ts";

test("times that somebody waited for read as people say them", () => {
  const read = [0.42, 92.3, 999, 999.6, 1834, 59_940, 125_000, null].map(waited);

  expect(read).toEqual(["0.4 ms", "92 ms", "999 ms", "1.0 s", "1.8 s", "59.9 s", "2m05", "-"]);
});

test("how long something has been so", () => {
  const read = [0, 41_000, 125_000, 3 * 3_600_000 + 12 * 60_000, 5 * 86_400_000 + 3 * 3_600_000].map(lasted);

  expect(read).toEqual(["0s", "41s", "2m05", "3h12", "5d03h"]);
});

test("counts are exact where they are small and short where they are only looked at", () => {
  expect([0, 999, 1204, 1_234_567].map(exactly)).toEqual(["0", "999", "1,204", "1,234,567"]);
  expect([9999, 88_000, 1_920_000, 65_100_000, null].map(roughly)).toEqual(["9,999", "88k", "1.92M", "65.1M", "-"]);
  expect([12, 1500, 999_999, 40_000_000, null].map(bytes)).toEqual(["12 B", "1.50 kB", "1.00 MB", "40.0 MB", "-"]);
  expect([counted(1, "request"), counted(3, "request")]).toEqual(["1 request", "3 requests"]);
});

test("one lost request of ten thousand does not read as all well", () => {
  expect([share(9999, 10_000), share(5, 5), share(0, 5), share(0, 0)]).toEqual(["99.9%", "100%", "0.0%", "-"]);
});

test("nearly all is not all, and a tiny estimate has one sign before its number", () => {
  expect([0.996, 0.999999, 1, 0.5, 0, null].map(percent)).toEqual(["99%", "99%", "100%", "50%", "0%", "-"]);
  const estimates = [12, 600, 0, null].map((costMicros) => cost({ costMicros, estimatedCost: 1 }));
  expect(estimates).toEqual(["<~$0.001", "~$0.001", "~$0", "-"]);
});

test("a moment is told by the local calendar", () => {
  const now = new Date(2026, 10, 2, 12, 0).getTime();

  expect(dayAndTime(new Date(2026, 10, 2, 9, 12).getTime(), now)).toBe("today 09:12");
  expect(dayAndTime(new Date(2026, 10, 1, 23, 59).getTime(), now)).toBe("yesterday 23:59");
  expect(dayAndTime(new Date(2026, 9, 30, 1, 2).getTime(), now)).toBe("2026-10-30 01:02");
});

test("durations are read in every usual spelling, anything else is none", () => {
  expect(["30s", "2m", "1h30m", "500ms", "10", "1.5s"].map(readDuration)).toEqual([
    30_000, 120_000, 5_400_000, 500, 10_000, 1500,
  ]);
  expect(["", "abc", "-3s", "3 s", "3y"].map(readDuration)).toEqual([null, null, null, null, null]);
});

test("money is dollars, with as many decimals as say something, and never nothing where it is something", () => {
  const read = [0, 12, 600, 30_600, 99_400, 99_600, 230_000, 4_180_000, 1_204_500_000, -920_000, null].map(money);

  expect(read).toEqual([
    "$0",
    "<$0.001",
    "$0.001",
    "$0.031",
    "$0.099",
    "$0.10",
    "$0.23",
    "$4.18",
    "$1,204.50",
    "-$0.92",
    "-",
  ]);
});

test("an estimate says so, and so does what is missing from a sum", () => {
  expect(cost({ costMicros: 4_180_000, estimatedCost: 2 })).toBe("~$4.18");
  expect(cost({ costMicros: 4_180_000, estimatedCost: 0 })).toBe("$4.18");
  expect(cost({ costMicros: null, estimatedCost: 0 })).toBe("-");
  expect([0, 1, 1204].map((unknownCost) => costUnknown({ unknownCost }))).toEqual([
    "",
    "+ 1 request of unknown cost",
    "+ 1,204 requests of unknown cost",
  ]);
});

test("what cost nothing does not hide in a table that the rest is unknown", () => {
  expect(costInTable({ costMicros: 0, unknownCost: 2, estimatedCost: 0 })).toBe("-");
  expect(costInTable({ costMicros: 0, unknownCost: 0, estimatedCost: 0 })).toBe("$0");
  expect(costInTable({ costMicros: 4_180_000, unknownCost: 2, estimatedCost: 1 })).toBe("~$4.18");
});
