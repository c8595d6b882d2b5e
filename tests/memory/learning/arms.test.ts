import { expect, test } from "bun:test";
import { editingModes, rewardProfiles } from "../../../src/core/memory.ts";
import { armNames, arms, goals } from "../../../src/memory/learning/arms.ts";

test("every arm is a mode that leaves something out, and every profile picks among several of them", () => {
  for (const name of armNames) expect(editingModes).toContain(arms[name].mode);
  for (const profile of rewardProfiles) expect(goals[profile].arms.length).toBeGreaterThan(1);
});

test("who goes for quality never picks what changes what has gone out, and minds a regret the most", () => {
  expect(goals.QUALITY.arms.map((arm) => arms[arm].batches)).toEqual([false, false]);
  expect([goals.QUALITY.lambda > goals.BALANCED.lambda, goals.BALANCED.lambda > goals.COST.lambda]).toEqual([
    true,
    true,
  ]);
  expect(goals.COST.arms).toContain("aggressive");
});
