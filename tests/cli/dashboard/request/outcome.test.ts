import { expect, test } from "bun:test";
import { toldOutcome } from "../../../../cli/dashboard/request/outcome.ts";
import { type FailureCode, failures, type OutcomeCode } from "../../../../src/core/errors.ts";

test("every way in which a request can end has words, without gaps in them", () => {
  const codes = ["--", "I?", ...[..."CSPRIcs"].flatMap((by) => [..."RCHD"].map((at) => by + at))] as OutcomeCode[];
  const errors: readonly (FailureCode | null)[] = [null, ...(Object.keys(failures) as FailureCode[])];
  for (const outcome of codes)
    for (const error of errors)
      for (const status of [200, 401, 404, 429, 529, null]) {
        const told = toldOutcome({ outcome, error, status, upstream: "zai-cn" });

        expect(told.what).not.toBe("");
        expect(`${told.what} ${told.got} ${told.why ?? ""} ${told.next ?? ""}`).not.toMatch(/undefined|null|UPSTREAM/);
        expect(told.why === null).toBe(outcome === "--" && (status ?? 0) < 400);
      }
});

test("a cut stream is not told as a success, and a cancelled one not as a client that left", () => {
  const told = (outcome: OutcomeCode, error: FailureCode) =>
    toldOutcome({ outcome, error, status: 200, upstream: "anthropic" }).what;

  expect(told("SD", "upstream_cut")).toBe("anthropic closed the stream before its end");
  expect(told("CD", "request_cancelled" as FailureCode)).toBe("cancelled in the proxy");
});
