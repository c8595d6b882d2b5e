import { expect, test } from "bun:test";
import { isForced } from "../../../src/memory/batch/window.ts";

const window = { windowTokens: 100_000, headTokens: 10_000 };

test("from 85 % of the window on something has to go, where that empties it to 70 %", () => {
  expect(isForced(74_000, 30_000, window)).toBe(false);
  expect(isForced(76_000, 30_000, window)).toBe(true);
});

test("what can be emptied by little waits until it is worth it", () => {
  expect(isForced(80_000, 4_000, window)).toBe(false);
  expect(isForced(80_000, 6_000, window)).toBe(true);
});

test("nobody knows how large the window is", () => {
  expect(isForced(1e9, 1e9, { windowTokens: null, headTokens: 0 })).toBe(false);
});
