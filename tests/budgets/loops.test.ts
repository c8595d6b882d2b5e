import { expect, test } from "bun:test";
import { type LoopRule, loopOf, repeatedRequest } from "../../src/budgets/loops.ts";
import type { PieceCall } from "../../src/core/memory.ts";

const rule: LoopRule = { sameCall: 3, ofLast: 6, sameRequest: 4, ignores: ({ label }) => label.includes("sleep") };

const called = (...labels: readonly string[]) =>
  labels.map((label) => ({
    calls: [{ id: null, name: "Bash", label, file: null, does: "other", hash: label } satisfies PieceCall],
  }));

test("the same call again and again is a loop, in a row or with others between", () => {
  expect(loopOf(called("a", "npm test", "npm test", "npm test"), rule)).toEqual({
    mark: "npm test",
    times: 3,
    why: "Bash(npm test) was called 3 times in a row",
  });
  expect(loopOf(called("npm test", "b", "npm test", "c", "npm test"), rule)?.why).toBe(
    "Bash(npm test) was called 3 times among the last 5 calls",
  );
});

test("what is long ago, is over, or looks how far something is, is none", () => {
  expect(loopOf(called("a", "a", "b", "c", "d", "e", "f", "a"), rule)).toBeNull();
  expect(loopOf(called("a", "a", "a", "b"), rule)).toBeNull();
  expect(loopOf(called("sleep 5", "sleep 5", "sleep 5"), rule)).toBeNull();
  expect(loopOf(called("a", "a", "a"), { ...rule, sameCall: 0 })).toBeNull();
  expect(loopOf([], rule)).toBeNull();
});

test("so is the same request", () => {
  expect(repeatedRequest("x", 4, rule)?.why).toBe("the same request was sent 4 times in a row");
  expect([repeatedRequest("x", 3, rule), repeatedRequest("x", 9, { ...rule, sameRequest: 0 })]).toEqual([null, null]);
});
