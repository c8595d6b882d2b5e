import { expect, test } from "bun:test";
import { sentenceOf } from "../../../cli/stats/sentence.ts";
import type { RequestSummary } from "../../../src/core/notice.ts";
import { budgetAsk } from "../../support/dashboard-budgets.ts";
import { summary } from "../../support/summary.ts";

const now = new Date(2026, 10, 2, 14, 2, 11).getTime();
const said = (more: Partial<RequestSummary>) =>
  sentenceOf(
    {
      type: "request-ended",
      request: summary({ model: "glm-4.6", upstream: "cn", client: "claude-code", durationMs: 2100, ...more }),
    },
    now,
  );

test("however a request ends, it is told in one whole sentence", () => {
  expect([
    said({ inputTokens: 8100, outputTokens: 212, costMicros: 6000, costKind: "reported" }),
    said({ costMicros: 6000, costKind: "estimated", durationMs: 41 }),
    said({}),
    said({ upstream: null, answerCache: "hit", durationMs: 2 }),
    said({ status: 429 }),
    said({ outcome: "SD", outputTokens: 804 }),
    said({ outcome: "CD" }),
    said({ status: 500, client: null }),
    said({ status: null, outcome: "I?", model: null, upstream: null }),
  ]).toEqual([
    "At 14:02:11 glm-4.6 at cn answered claude-code in 2.1 seconds with 8,100 tokens in and 212 tokens out, for $0.006.",
    "At 14:02:11 glm-4.6 at cn answered claude-code in 41 milliseconds, for about $0.006.",
    "At 14:02:11 glm-4.6 at cn answered claude-code in 2.1 seconds, at a cost that is not known.",
    "At 14:02:11 the cache of answers answered claude-code for glm-4.6 in 2 milliseconds, at no cost.",
    "At 14:02:11 glm-4.6 at cn refused a request of claude-code, because there were too many (status 429).",
    "At 14:02:11 the answer of glm-4.6 at cn to claude-code broke off after 2.1 seconds with 804 tokens out.",
    "At 14:02:11 claude-code left after 2.1 seconds, before glm-4.6 at cn had answered to the end.",
    "At 14:02:11 a request of a program to glm-4.6 at cn failed after 2.1 seconds (status 500).",
    "At 14:02:11 a request of claude-code to /v1/messages failed after 2.1 seconds.",
  ]);
});

test("what else happens is told too, and nothing in it reaches the terminal", () => {
  expect(sentenceOf({ type: "upstream-switched", from: "a", to: "\u001b[2Jb" }, now)).toBe(
    "At 14:02:11 the upstream was changed from a to \\u{1b}[2Jb.",
  );
  expect(sentenceOf({ type: "config-rejected", message: "server.port is wrong." }, now)).toEndWith("port is wrong.");
  expect(sentenceOf({ type: "budget-told", budget: "daily", isOver: false, words: "82% of $12.00 today" }, now)).toBe(
    "At 14:02:11 the budget daily is nearly used up: 82% of $12.00 today.",
  );
  expect(sentenceOf({ type: "budget-asked", ask: budgetAsk }, now)).toContain("proxy-cli budget allow q_7f3a or");
  expect(sentenceOf({ type: "loop-found", id: "r_1", session: "s_1", why: "Bash was called 5 times" }, now)).toBe(
    "At 14:02:11 the session s_1 may be in a loop: Bash was called 5 times.",
  );
  expect(sentenceOf({ type: "draining" }, now)).toContain("is stopping");
});
