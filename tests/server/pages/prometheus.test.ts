import { expect, test } from "bun:test";
import type { Exposition } from "../../../src/server/pages/exposition.ts";
import { prometheusText } from "../../../src/server/pages/prometheus.ts";
import { createMetrics } from "../../../src/state/metrics/index.ts";
import { budgetSum } from "../../support/dashboard-budgets.ts";
import { noSessions, pageFacts } from "../../support/pages.ts";
import { samplesIn } from "../../support/prometheus.ts";
import { summary } from "../../support/summary.ts";

const textOf = (requests: readonly Parameters<typeof summary>[0][], format: Exposition = "prometheus"): string => {
  const metrics = createMetrics(noSessions);
  for (const request of requests) metrics.end(summary(request));
  return prometheusText(pageFacts({ metrics: metrics.view }), format);
};

test.each(["prometheus", "openmetrics"] as const)("every line is what the %s format allows", (format) => {
  const text = textOf(
    [
      { model: 'a"b\\c\nd', costMicros: 5, costKind: "reported" },
      { status: null, outcome: "CD" },
    ],
    format,
  );

  expect(samplesIn(text, format).length).toBeGreaterThan(50);
});

test("what is told is what was counted: dollars without an exponent, seconds, parts apart from their whole", () => {
  const text = textOf([
    { inputTokens: 100, cacheReadTokens: 40, outputTokens: 3, costMicros: 12, costKind: "reported", durationMs: 1500 },
    { inputTokens: 1, costMicros: 2_000_000, costKind: "estimated", durationMs: 30 },
  ]);

  expect(text).toContain('proxy_cli_input_tokens_total{provider="anthropic",model="claude-x"} 101\n');
  expect(text).toContain('proxy_cli_cache_read_tokens_total{provider="anthropic",model="claude-x"} 40\n');
  expect(text).toContain('proxy_cli_cost_usd_total{provider="anthropic",model="claude-x"} 2.000012\n');
  expect(text).toContain('proxy_cli_cost_estimated_usd_total{provider="anthropic",model="claude-x"} 2\n');
  expect(text).toContain(
    'proxy_cli_requests_total{upstream="anthropic",dialect="anthropic",status="200",outcome="ok"} 2\n',
  );
  expect(text).toContain('proxy_cli_request_duration_seconds_bucket{upstream="anthropic",le="0.04"} 1\n');
  expect(text).toContain('proxy_cli_request_duration_seconds_bucket{upstream="anthropic",le="+Inf"} 2\n');
  expect(text).toContain('proxy_cli_request_duration_seconds_sum{upstream="anthropic"} 1.53\n');
});

test("what was translated is counted by its two formats, and what was lost by the rule that says so", () => {
  const metrics = createMetrics(noSessions);
  const lost = { rule: "thinking.foreign", what: "dropped", count: 2, why: "thoughts of another vendor" } as const;
  metrics.end(summary({ translated: "openai-chat" }), [lost, { ...lost, rule: "cache.breakpoints", count: 3 }]);
  metrics.end(summary({ translated: "openai-chat" }), [lost]);
  metrics.end(summary());

  const text = prometheusText(pageFacts({ metrics: metrics.view }), "prometheus");

  expect(text).toContain('proxy_cli_translated_requests_total{from="anthropic",to="openai-chat"} 2\n');
  expect(text).toContain('proxy_cli_translation_losses_total{rule="thinking.foreign",what="dropped"} 4\n');
  expect(text).toContain('proxy_cli_translation_losses_total{rule="cache.breakpoints",what="dropped"} 3\n');
});

test("S-50 a name cannot begin a line or end a label of its own", () => {
  const text = textOf([{ model: 'x"} 1\nproxy_cli_cost_usd_total{model="free', costMicros: 1 }]);

  expect(text.split("\n").filter((line) => line.startsWith("proxy_cli_cost_usd_total"))).toHaveLength(1);
  expect(text).toContain(String.raw`model="x\"} 1\nproxy_cli_cost_usd_total{model=\"free"`);
});

test("S-57: names that read alike once they are printed are one series", () => {
  const long = "x".repeat(119);
  const text = textOf(
    [`${long}\u{1f600}`, `${long}\u{2f600}`, `${long}\ufffd`, "a\rb", "a b"].map((model) => ({ model })),
  );

  const series = samplesIn(text, "prometheus").map(({ name, labels }) => JSON.stringify([name, labels]));
  expect(series).toEqual([...new Set(series)]);
  expect(text).toContain('proxy_cli_model_requests_total{provider="anthropic",model="a b"} 2\n');
});

test("budgets of days and months are gauges; those of sessions and runs would be series for ever", () => {
  const sums = [budgetSum, { ...budgetSum, id: "mine/s_1", per: "session" as const }];
  const text = prometheusText(pageFacts({ budgets: { set: 2, sums, asks: [], stopped: [] } }), "prometheus");

  expect(text).toContain('proxy_cli_budget_spent_usd{budget="daily",per="day"} 6\n');
  expect(text).toContain('proxy_cli_budget_limit_usd{budget="daily",per="day"} 12\n');
  expect(text).toContain('proxy_cli_budget_spent_share{budget="daily",per="day"} 0.5\n');
  expect(text).toContain("proxy_cli_budget_asks 0\n");
  expect(text).not.toContain("s_1");
  expect(prometheusText(pageFacts(), "prometheus")).not.toContain("proxy_cli_budget");
});

test("the cache of answers is told where it is on", () => {
  const cache = { hits: 3, misses: 2, bypassed: 1, entries: 4, bytes: 500 };
  const text = prometheusText(pageFacts({ cache }), "prometheus");

  expect(text).toContain("proxy_cli_cache_hits_total 3\n");
  expect(text).toContain("proxy_cli_cache_misses_total 2\n");
  expect(text).toContain("proxy_cli_cache_bypassed_total 1\n");
  expect(text).toContain("# TYPE proxy_cli_cache_entries gauge\nproxy_cli_cache_entries 4\n");
  expect(text).toContain("proxy_cli_cache_bytes 500\n");
  expect(prometheusText(pageFacts(), "prometheus")).not.toContain("proxy_cli_cache_hits");
});
