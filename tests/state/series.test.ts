import { expect, test } from "bun:test";
import { unknownSeries } from "../../src/state/series.ts";

test("the steps of a chart are as many as were asked for, at times that do not move with the question", () => {
  const early = unknownSeries({ windowMs: 120_000, bins: 60 }, 1_800_000_000_100);
  const late = unknownSeries({ windowMs: 120_000, bins: 60 }, 1_800_000_001_900);

  expect([early.bins.length, early.binMs]).toEqual([60, 2000]);
  expect(late.bins.map(({ at }) => at)).toEqual(early.bins.map(({ at }) => at));
  expect(early.bins.at(-1)?.at).toBe(1_800_000_000_000);
});
