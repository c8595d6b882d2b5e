import type { PageFacts } from "../../src/server/pages/facts.ts";
import { createMetrics } from "../../src/state/metrics/index.ts";
import { countSessions } from "../../src/state/sessions/counts.ts";

/** A daemon that is in time. */
export const notLate: PageFacts["overload"] = { maxLateMs: 300, latenessMs: 0, perSecond: null, refused: 0 };

/** No session was ever seen. */
export const noSessions = countSessions(() => 0).view.bind(null, 0);

/** What the pages of a daemon tell that has seen seven requests and counted none of them. */
export const pageFacts = (more: Partial<PageFacts> = {}): PageFacts => ({
  version: "1.2.3",
  startedAt: 1_800_000_000_000,
  uptimeSeconds: 60,
  isDraining: false,
  upstream: "auto",
  totalRequests: 7,
  inFlight: 1,
  refused: 2,
  internalErrors: 0,
  rssBytes: 1000,
  ledgerLost: 0,
  spool: null,
  limits: { refused: new Map([["claude", 2]]), waiting: 1 },
  overload: notLate,
  latency: { p50Ms: null, p95Ms: null, ttftP50Ms: null },
  metrics: createMetrics(noSessions).view,
  store: null,
  cache: null,
  upstreams: [],
  budgets: { set: 0, sums: [], asks: [], stopped: [] },
  ownCalls: { asked: 0, failed: 0, dropped: 0, costMicros: 0 },
  config: () => ({ generation: 1, settings: {}, upstreams: [], middleware: [] }),
  ...more,
});
