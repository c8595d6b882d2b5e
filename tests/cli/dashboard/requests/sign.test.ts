import { expect, test } from "bun:test";
import { signOf } from "../../../../cli/dashboard/requests/sign.ts";

test.each([
  [null, null, ">>", "running"],
  ["--", 200, "200", "ok"],
  ["--", 429, "429", "warning"],
  ["--", 529, "529", "error"],
  ["SC", 502, "502", "error"],
  ["SD", 200, "CUT", "error"],
  ["CD", 200, "ABT", "muted"],
  ["PR", 403, "REF", "warning"],
] as const)("outcome %p with status %p is shown as %s", (outcome, status, sign, meaning) => {
  expect(signOf({ outcome, status })).toEqual({ sign, meaning });
});

test.each([
  [1, "Q1"],
  [12, "Q12"],
  [240, "Q++"],
])("G11 one that waits for its turn shows its place in the row: %p is %s", (place, sign) => {
  const queue = { place, limit: "tight", sinceAt: 0 };

  expect(signOf({ outcome: null, status: null, queue })).toEqual({ sign, meaning: "warning" });
  expect(signOf({ outcome: null, status: null, queue: { ...queue, place: 0 } }).sign).toBe(">>");
});

test("an answer of earlier is a hit", () => {
  expect(signOf({ outcome: "--", status: 200, answerCache: "hit" })).toEqual({ sign: "HIT", meaning: "saved" });
});
