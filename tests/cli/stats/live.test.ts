import { expect, test } from "bun:test";
import { createLive } from "../../../cli/stats/live.ts";
import type { RequestSummary } from "../../../src/core/notice.ts";
import { summary } from "../../support/summary.ts";

const start = 1_800_000_000_000;
const ended = (more: Partial<RequestSummary>) =>
  ({ type: "request-ended", request: summary({ startedAt: start, durationMs: 1000, ...more }) }) as const;
const liveWith = (...requests: readonly Partial<RequestSummary>[]) => {
  const live = createLive(start);
  for (const request of requests) live.hear(ended(request));
  return live;
};

test("rates are of the last minute, or of the time since the beginning while that is shorter", () => {
  const live = liveWith(...Array.from({ length: 20 }, () => ({ outputTokens: 71, costMicros: 1000, ttftMs: 620 })), {
    status: 429,
    ttftMs: null,
  });

  expect(live.lines(start + 10_000, 120)[0]).toMatch(
    /^\d\d:\d\d:\d\d {2}0 running {2}2\.1 req\/s {2}142 tok\/s {2}\$7\.20\/h {2}ttft 620 ms {2}ok 95\.2% {2}429: 1/,
  );
  expect(live.lines(start + 90_000, 120)[0]).toContain("0.0 req/s  - tok/s  -/h  ttft -  ok -");
});

test("what began and has not ended is running, and the upstream is the one in force", () => {
  const live = createLive(start);
  const started = { startedAt: 0, dialect: null, client: null };
  live.hear({ type: "request-started", id: "r_1", method: "POST", path: "/", ...started });
  live.hear({ type: "request-started", id: "r_2", method: "POST", path: "/", ...started });
  live.hear(ended({}));
  live.hear({ type: "upstream-switched", from: "cn", to: "international" });

  const [head, ...rest] = live.lines(start, 120);

  expect(head).toContain("1 running");
  expect(head).toEndWith("international");
  expect(rest.length).toBe(2);
});

test("the latest requests stand below, the newest first, with what they cost and how they ended", () => {
  const live = liveWith(...Array.from({ length: 20 }, (_, number) => ({ model: `m${number}`, costMicros: 31_000 })), {
    model: "cut",
    outcome: "SD",
    costMicros: 283_000,
    costKind: "estimated",
    inputTokens: 90_300,
    outputTokens: 804,
  });

  const rows = live.lines(start, 120).slice(1);

  expect(rows.length).toBe(11);
  expect(rows[0]).toMatch(/^TIME +ST +MODEL +COST +IN +OUT +TOOK +UPSTREAM +TTFT +CLIENT/);
  expect(rows[1]).toMatch(/CUT +cut +~\$0\.28 +90k +804 +1\.0 s/);
  expect(rows[2]).toMatch(/200 +m19 +\$0\.031 /);
});

test.each([40, 60, 80, 120])("in %d columns no line is longer", (width) => {
  const live = liveWith({ model: "a-very-long-name-of-a-model".repeat(4), client: "中国".repeat(20) });

  for (const line of live.lines(start, width)) expect(Bun.stringWidth(line)).toBeLessThanOrEqual(width);
});
