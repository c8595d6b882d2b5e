import { expect, test } from "bun:test";
import type { Answered } from "../../../cli/asking/ask.ts";
import { figuresOf, speedOf } from "../../../cli/benchmark/figures.ts";

const answer = (ttftMs: number | null, totalMs: number, outputTokens: number | null): Answered => ({
  ...{ tooLong: null, inputTokens: 9, ttftMs, totalMs, outputTokens },
});

test("of twenty answers the middle one and the last but one are told", () => {
  const answers = Array.from({ length: 20 }, (_, index) => answer(100 + index, 1100 + index, 100 + index));

  expect(figuresOf(answers)).toEqual({
    ttftMs: { p50: 109, p95: 118 },
    totalMs: { p50: 1109, p95: 1118 },
    tokensPerSecond: { p50: 109, p95: 118 },
  });
});

test("tokens a second are those of the time in which the answer came; what cannot be told is null", () => {
  expect(speedOf(answer(500, 2500, 100))).toBe(50);
  expect(speedOf(answer(500, 500, 100))).toBeNull();
  expect(speedOf(answer(null, 500, 0))).toBeNull();
  expect(speedOf(answer(5, 500, null))).toBeNull();
  expect(figuresOf([]).ttftMs).toEqual({ p50: null, p95: null });
});
