import { expect, test } from "bun:test";
import { boundedLabel, createSeries } from "../../../src/state/metrics/series.ts";

test("S-57: a label has 200 values, and those that it has keep theirs", () => {
  const label = boundedLabel();
  for (let i = 0; i < 300; i++) label(`name-${i}`);

  expect(label("name-0")).toBe("name-0");
  expect(label("name-250")).toBe("other");
});

test("labels that read alike when put together are two", () => {
  const series = createSeries<{ readonly a: string; readonly b: string }, { count: number }>(() => ({ count: 0 }));
  series.at({ a: "x y", b: "z" }).count++;
  series.at({ a: "x", b: "y z" }).count++;
  series.at({ a: "x", b: "y z" }).count++;

  expect(series.all().map(({ value }) => value.count)).toEqual([1, 2]);
});
