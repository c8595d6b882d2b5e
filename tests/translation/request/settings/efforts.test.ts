import { expect, test } from "bun:test";
import { effortFor, efforts, nearestEffort, tokensFor } from "../../../../src/translation/request/settings/efforts.ts";

test("an effort that becomes a budget becomes the same effort again", () => {
  for (const { effort } of efforts) expect(effortFor(tokensFor(effort))).toBe(effort);
});

test("the budgets that people send mean what they meant", () => {
  expect([1024, 4000, 10_000, 16_000, 31_999].map(effortFor)).toEqual(["minimal", "low", "medium", "high", "xhigh"]);
  expect(tokensFor("much")).toBe(tokensFor("medium"));
});

test("an effort that a model has not becomes the nearest, of two as near the higher", () => {
  expect(nearestEffort("medium", ["low", "high"])).toBe("high");
  expect(nearestEffort("max", ["low", "medium", "high"])).toBe("high");
  expect(nearestEffort("minimal", ["low", "high"])).toBe("low");
  expect(nearestEffort("high", [])).toBeNull();
});
