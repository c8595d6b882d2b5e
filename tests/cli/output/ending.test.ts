import { expect, test } from "bun:test";
import { answeredBy, endingOf, signOf } from "../../../cli/output/ending.ts";
import { endingOf as inMetrics } from "../../../src/state/metrics/figures.ts";
import { summary } from "../../support/summary.ts";

test("a request ends here in the same word as in the ledger and in /metrics", () => {
  const outcomes = ["--", "I?", ..."CSPRIcs"].flatMap((by) =>
    by.length > 1 ? [by] : [..."RCHD"].map((at) => by + at),
  );
  for (const outcome of outcomes)
    for (const status of [200, 301, 404, 429, 500, null]) {
      const request = summary({ outcome: outcome as "--", status });

      expect([outcome, status, endingOf(request)]).toEqual([outcome, status, inMetrics(request)]);
    }
});

test.each([
  ["--", 200, "200", "ok"],
  ["--", 429, "429", "warning"],
  ["--", 529, "529", "error"],
  ["SD", 200, "CUT", "error"],
  ["sD", 200, "CUT", "error"],
  ["CD", 200, "ABT", "muted"],
  ["CH", null, "ABT", "muted"],
  ["PR", 413, "REF", "warning"],
  ["SC", 502, "502", "error"],
  ["I?", null, "I?", "error"],
] as const)("outcome %s with status %p is shown as %s", (outcome, status, sign, meaning) => {
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
