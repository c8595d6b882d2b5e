import { expect, test } from "bun:test";
import { plotLines } from "../../../../cli/dashboard/frame/plot.ts";

const bars = (points: readonly (number | null)[], max: number, columns: number, rows: number) =>
  plotLines({ curves: [{ points, tone: "running", look: "bars" }], max }, { columns, rows });

test("a value is as high as its share of the most, and small ones are not nothing", () => {
  expect(bars([0, 0.01, 5, 10], 10, 4, 2)).toEqual(["   #", " .##"]);
});

test("what nobody knows is a gap", () => {
  expect(bars([null, 10, null], 10, 3, 1)).toEqual([" # "]);
});

test("of more points than columns the largest of each column is seen", () => {
  expect(bars([1, 9, 1, 1], 9, 2, 1)).toEqual(["#."]);
});

test("nothing at all is empty", () => {
  expect(bars([], 0, 3, 1)).toEqual(["   "]);
});
