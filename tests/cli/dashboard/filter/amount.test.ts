import { expect, test } from "bun:test";
import { readAmount } from "../../../../cli/dashboard/filter/amount.ts";

test.each([
  ["0.1", 0.1],
  [".5", 0.5],
  ["50k", 50_000],
  ["1.5M", 1_500_000],
  ["2g", 2e9],
  ["1,204", 1204],
  ["1,20", null],
  ["-1", null],
  ["1e9", null],
  ["k", null],
  ["", null],
] as const)("%p is %p", (text, amount) => {
  expect(readAmount(text)).toBe(amount);
});
