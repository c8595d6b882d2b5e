import { expect, test } from "bun:test";
import { flagsFrom } from "../../../cli/flags.ts";
import { rulesFrom, ruleWords } from "../../../cli/tokens/rules.ts";
import { noTokenRules } from "../../../src/state/tokens.ts";

const typed = (flags: Readonly<Record<string, string>>) => flagsFrom(flags, "token");

test("what is typed is a token's limits, and what is not typed stays as it was", () => {
  const first = rulesFrom(
    typed({ requestsPerMinute: "60", models: "glm-*, claude-{opus,haiku}-4", dollarsPerDay: "2.50" }),
  );
  const then = rulesFrom(typed({ requestsPerMinute: "none", concurrency: "2" }), first);

  expect(first).toEqual({
    ...noTokenRules,
    ...{ requestsPerMinute: 60, models: ["glm-*", "claude-{opus,haiku}-4"], costMicrosPerDay: 2_500_000 },
  });
  expect(then).toEqual({ ...first, requestsPerMinute: null, concurrency: 2 });
});

test("limits are told in words", () => {
  expect(ruleWords(undefined)).toBe("-");
  expect(
    ruleWords({
      ...noTokenRules,
      requestsPerMinute: 6000,
      concurrency: 2,
      costMicrosPerDay: 500_000,
      upstreams: ["cn"],
    }),
  ).toBe("6,000 requests/min, 2 at a time, $0.50 a day, only cn");
});

test("what cannot be meant is refused", () => {
  for (const flags of [{ models: "claude-{" }, { upstreams: "," }, { dollarsPerDay: "much" }, { concurrency: "0" }])
    expect(() => rulesFrom(typed(flags as unknown as Record<string, string>))).toThrow(
      expect.objectContaining({ code: "usage" }),
    );
});
