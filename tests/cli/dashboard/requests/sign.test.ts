import { expect, test } from "bun:test";
import { answeredBy, signOf } from "../../../../cli/dashboard/requests/sign.ts";

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

test("an answer of earlier is a hit, and it was the cache that gave it; where it was cut off it is not", () => {
  expect(signOf({ outcome: "--", status: 200, answerCache: "hit" })).toEqual({ sign: "HIT", meaning: "saved" });
  expect(signOf({ outcome: "CD", status: 200, answerCache: "hit" }).sign).toBe("ABT");
  expect(signOf({ outcome: "--", status: 200, answerCache: "miss" }).sign).toBe("200");
  expect(answeredBy({ upstream: null, answerCache: "hit" })).toBe("(cache)");
  expect(answeredBy({ upstream: null, answerCache: null })).toBeNull();
  expect(answeredBy({ upstream: "zai-cn", answerCache: "miss" })).toBe("zai-cn");
});
