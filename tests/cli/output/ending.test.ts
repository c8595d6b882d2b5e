import { expect, test } from "bun:test";
import { endingOf, endingSign } from "../../../cli/output/ending.ts";
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

test("its sign is the status where there is one that says it", () => {
  expect(endingSign({ outcome: "--", status: 429 })).toBe("429");
  expect(endingSign({ outcome: "SD", status: 200 })).toBe("CUT");
  expect(endingSign({ outcome: "CH", status: null })).toBe("ABT");
  expect(endingSign({ outcome: "PR", status: 413 })).toBe("413");
  expect(endingSign({ outcome: "I?", status: null })).toBe("I?");
});
