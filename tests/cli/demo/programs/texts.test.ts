import { expect, test } from "bun:test";
import { handbook, prose, toolOutput } from "../../../../cli/demo/programs/texts.ts";
import { tokensIn } from "../../../../src/simulator/tokens.ts";

test("the same text for the same seed, so that a vendor can have kept it", () => {
  expect(prose(3, 50)).toBe(prose(3, 50));
  expect(prose(3, 50)).not.toBe(prose(4, 50));
  expect(toolOutput(5).length).toBeGreaterThan(toolOutput(6).length);
});

test("the handbook is long enough for every vendor's cache", () => {
  expect(tokensIn(handbook)).toBeGreaterThan(2048);
});
