import type { RequestSummary, Stats, StatsQuestion, Status } from "../../../src/control/contract.ts";
import type { StatsGroup } from "../../../src/state/ledger/row.ts";
import { createTally } from "../../../src/state/tally.ts";
import type { TodayView } from "../../../src/state/today.ts";
import { groupWith } from "../figures.ts";

/** When every scene is: two in the afternoon here, wherever here is. */
export const sceneNow = new Date(2026, 10, 2, 14, 2, 24).getTime();

const midnight = new Date(2026, 10, 2).getTime();
const startedAt = sceneNow - (3 * 3600 + 12 * 60) * 1000;

/** What a daemon says of itself after these requests. */
export const statusWith = (ended: readonly RequestSummary[], name: "calm" | "busy" | "trouble"): Status => {
  const tally = createTally(() => sceneNow);
  for (const request of ended.toReversed()) {
    tally.accept();
    tally.end(request);
  }
  const warnings = name === "trouble" ? ["the ledger cannot be written: disk full; 214 rows wait in memory"] : [];
  return {
    ...emptyStatus,
    startedAt,
    uptimeMs: sceneNow - startedAt,
    upstream: "zai-intl",
    inFlight: { calm: 3, busy: 12, trouble: 1 }[name],
    tally: tally.view(),
    today: todayOf(groupWith("today", ...ended)),
    warnings,
    isDraining: name === "trouble",
  };
};

const todayOf = ({
  name: _name,
  p50Ms: _p50,
  p95Ms: _p95,
  p99Ms: _p99,
  ttftP50Ms: _first,
  ttftP95Ms: _first95,
  ttftP99Ms: _first99,
  ...sums
}: StatsGroup): TodayView => ({
  ...sums,
  since: midnight,
});

/** The figures of these requests by the field that the question names. */
export const statsWith = (ended: readonly RequestSummary[], by: StatsQuestion["by"]): Stats => {
  const groups = new Map<string, RequestSummary[]>();
  for (const request of ended) {
    const name = (by === "upstream" ? request.upstream : by === "model" ? request.model : request.client) ?? "-";
    groups.set(name, [...(groups.get(name) ?? []), request]);
  }
  return {
    groups: [...groups]
      .map(([name, requests]) => groupWith(name, ...requests))
      .toSorted((one, other) => other.requests - one.requests),
    total: groupWith("total", ...ended),
  };
};

/** Just started, nothing came yet. */
export const emptyStatus: Status = {
  version: "0.4.0",
  pid: 4121,
  url: "http://127.0.0.1:8080",
  startedAt: sceneNow - 8000,
  uptimeMs: 8000,
  upstream: "zai-intl",
  previousUpstream: "anthropic",
  generation: 1,
  needsRestart: [],
  isDraining: false,
  isExposed: false,
  isDemo: false,
  inFlight: 0,
  tally: createTally(() => sceneNow).view(),
  today: todayOf(groupWith("today")),
  ledger: { waiting: 0, lost: 0, trouble: null },
  droppedLogLines: 0,
  trace: { written: 0, dropped: 0, isOn: false, hasBodies: false, folder: "~/.proxy-cli/traces" },
  kept: { requests: 0, bytes: 0, maxBytes: 0 },
  memory: { mode: "shadow", source: "default", since: sceneNow - 8000, sessions: 0 },
  watchers: 1,
  rssBytes: 61_000_000,
  internalErrors: 0,
  loopLagMs: 0.4,
  heldBodyBytes: 0,
  draining: 0,
  violations: null,
  warnings: [],
};
