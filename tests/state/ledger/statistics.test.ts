import { expect, test } from "bun:test";
import { isAborted, isCut, isLimited, isOk, percentile } from "../../../src/state/ledger/statistics.ts";

test("a proper end below 400 is well, 429 is a limit, and neither is an answer that broke off or was left", () => {
  const ended = [
    { outcome: "--", status: 200 },
    { outcome: "--", status: 429 },
    { outcome: "SD", status: 200 },
    { outcome: "cD", status: 200 },
    { outcome: "--", status: 500 },
  ] as const;

  expect(ended.map(isOk)).toEqual([true, false, false, false, false]);
  expect(ended.map(isLimited)).toEqual([false, true, false, false, false]);
  expect(ended.map(isCut)).toEqual([false, false, true, false, false]);
  expect(ended.map(isAborted)).toEqual([false, false, false, true, false]);
});

test("a percentile is one of the values; of nothing there is none", () => {
  expect(percentile([3, 1, 2], 0.5)).toBe(2);
  expect(percentile([1, 2, 3, 4], 0.95)).toBe(4);
  expect(percentile([], 0.5)).toBeNull();
});
