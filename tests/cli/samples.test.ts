import { expect, test } from "bun:test";
import { asciiOnly } from "../../cli/output/ascii.ts";
import { paintWith } from "../../cli/output/colour.ts";
import { sessionRows } from "../../cli/sessions/list.ts";
import { chartLines } from "../../cli/stats/charts.ts";
import { groupLines } from "../../cli/stats/groups.ts";
import { createLive } from "../../cli/stats/live.ts";
import { statusLines } from "../../cli/status/lines.ts";
import type { Answer, SeriesBin } from "../../src/control/contract.ts";
import { groupWith } from "../support/figures.ts";
import { summary } from "../support/summary.ts";

const paint = paintWith(0);
const now = new Date(2026, 10, 2, 14, 2, 11).getTime();
const turns = [
  {
    model: "claude-sonnet-4-5",
    upstream: "anthropic",
    client: "claude-code",
    inputTokens: 41_200,
    cacheReadTokens: 36_000,
  },
  { model: "模型-大-v1", upstream: "中国 北京", client: "工具", inputTokens: 90_300, status: 429 },
  { model: "gpt-4o-mini", upstream: "openai", client: "curl", inputTokens: 1000, outcome: "SD" as const },
].map((more, at) =>
  summary({
    ...{ startedAt: now - 9000 + at * 1000, durationMs: 1800 + at * 700, ttftMs: 620, outputTokens: 212 + at },
    ...more,
    costMicros: 31_000 * at,
    costKind: at === 1 ? "estimated" : "reported",
  }),
);

const bin = (at: number): SeriesBin => ({
  ...{
    at,
    known: at > 2,
    requests: at % 7,
    ok: at % 6,
    limited: at % 13 === 0 ? 1 : 0,
    cut: 0,
    aborted: 0,
    failed: 0,
    refused: 0,
  },
  ...{
    inputTokens: 0,
    cacheReadTokens: 0,
    cacheableTokens: 0,
    outputTokens: (at % 5) * 90,
    costMicros: at % 9 === 0 ? null : at * 700,
  },
  ...{
    unknownCost: 0,
    p50Ms: at % 7 === 0 ? null : 900 + at * 40,
    p95Ms: null,
    ttftP50Ms: null,
    ttftP95Ms: null,
    maxInFlight: 1,
  },
});

const session = (id: string, more: object): Answer<"sessions">[number] => ({
  ...{
    id,
    active: true,
    client: "claude-code",
    parent: null,
    startedAt: now - 3_600_000,
    lastAt: now - 4000,
    turns: 42,
  },
  ...{
    windowTokens: null,
    model: "glm-4.6",
    upstream: "cn",
    pin: null,
    memory: null,
    contextTokens: 142_000,
    requests: 42,
    inputTokens: 1_920_000,
    outputTokens: 88_000,
  },
  ...{
    cachedShare: 0.73,
    costMicros: 2_410_000,
    estimatedCost: 0,
    unknownCost: 0,
    savedTokens: 0,
    savedMicros: null,
    prefixBreaks: 0,
    cacheBreaks: 0,
    cacheBreakMicros: null,
  },
  ...more,
});

const status = {
  ...{
    version: "0.4.0",
    pid: 4121,
    url: "http://127.0.0.1:8080",
    uptimeMs: 11_520_000,
    upstream: "cn",
    isDraining: false,
    generation: 1,
  },
  ...{ inFlight: 3, warnings: ["openai is unreachable"], ledger: { lost: 0 }, isDemo: false },
  tally: {
    accepted: 1204,
    ended: 1204,
    ok: 1193,
    limited: 2,
    cut: 1,
    aborted: 8,
    failed: 0,
    refused: 0,
    p50Ms: 1800,
    p95Ms: 9400,
    ttftP50Ms: 620,
  },
  today: {
    ...{
      requests: 1204,
      ok: 1193,
      limited: 2,
      cut: 1,
      aborted: 8,
      failed: 0,
      inputTokens: 1_920_000,
      outputTokens: 88_000,
      cachedShare: 0.73,
    },
    ...{ costMicros: 4_180_000, unknownCost: 3, estimatedCost: 0, savedTokens: 412_000, savedMicros: 920_000 },
  },
} as unknown as Answer<"status">; // no more of it is looked at

const upstreams = [
  { name: "anthropic", state: "ok" },
  { name: "cn", state: "ok", isCurrent: true },
  { name: "中国 北京", state: "limited", untilAt: now + 41_000 },
  { name: "openai", state: "down", sinceAt: now - 125_000, reason: "upstream_refused" },
].map((one) => ({
  sinceAt: null,
  untilAt: null,
  reason: null,
  isCurrent: false,
  ...one,
})) as unknown as Answer<"upstreams">["upstreams"];

/** Every sample whose figures are given, at this width. */
const samples: Readonly<Record<string, (columns: number) => readonly string[]>> = {
  status: (columns) => statusLines({ paint, columns, now: () => now }, status, upstreams),
  "stats --by model": (columns) => {
    const groups = ["claude-sonnet-4-5", "模型-大-v1", "gpt-4o-mini"].map((name, at) =>
      groupWith(name, turns[at] ?? {}, turns[at] ?? {}),
    );
    return groupLines("model", groups, groupWith("total", ...turns, ...turns), columns);
  },
  "stats --realtime": (columns) => {
    const live = createLive(now - 30_000, paint);
    for (const request of turns) live.hear({ type: "request-ended", request });
    live.hear({ type: "upstream-switched", from: "cn", to: "anthropic" });
    const bins = Array.from({ length: 62 }, (_, at) => bin(at));
    return live.lines(now, columns, { between: chartLines({ at: now, binMs: 2000, bins }, columns, paint) });
  },
  sessions: (columns) =>
    sessionRows(
      [
        session("s_19ab3c4d5e6f", {}),
        session("s_77c03c4d5e6f", {
          client: "工具",
          active: false,
          cacheBreaks: 2,
          cacheBreakMicros: 40_000,
          lastAt: now - 130_000,
        }),
      ],
      now,
      columns,
    ),
};

for (const columns of [60, 80, 120])
  test.each(Object.entries(samples))(`X-01 %s reads as it always has, ${columns} columns wide`, (_, lines) => {
    const shown = lines(columns);

    expect(`\n${shown.join("\n")}\n`).toMatchSnapshot();
    expect(shown.filter((line) => Bun.stringWidth(line) > columns)).toEqual([]);
  });

test.each(Object.entries(samples))("X-01 %s is as wide with LANG=C, and whole in a pipe", (_, lines) => {
  for (const line of lines(80)) expect(Bun.stringWidth(asciiOnly(line))).toBe(Bun.stringWidth(line));
  expect(asciiOnly(lines(80).join("")).replaceAll(/[一-龥]/g, "")).toMatch(/^[ -~]*$/);
  expect(lines(Number.POSITIVE_INFINITY).join("")).not.toContain("…");
});
