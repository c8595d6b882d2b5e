import { expect, test } from "bun:test";
import { noPace, stepAt } from "../../src/core/pace.ts";

test("the longest silence between two pieces is known with when it began", () => {
  const pace = noPace();

  for (const at of [100, 110, 400, 420]) stepAt(pace, at);

  expect(pace).toEqual({ pieces: 4, lastAt: 420, longestGapMs: 290, longestGapAt: 110 });
});

test("one piece has no silence after it", () => {
  const pace = noPace();

  stepAt(pace, 100);

  expect(pace).toEqual({ pieces: 1, lastAt: 100, longestGapMs: 0, longestGapAt: null });
});
