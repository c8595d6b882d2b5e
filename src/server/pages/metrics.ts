import { preferred } from "../../lib/accept.ts";
import { inDollars, knownDollars } from "../../lib/money.ts";
import type { Figures, MetricsView } from "../../state/metrics/index.ts";
import type { SessionsView } from "../../state/sessions/index.ts";
import type { Exposition } from "./exposition.ts";
import type { PageFacts } from "./facts.ts";
import { prometheusText } from "./prometheus.ts";

/** `GET /metrics`: JSON, or what Prometheus reads, by `?format=` and else by the Accept header. */
export const metricsPage = (facts: PageFacts, request: Request): Response => {
  const format = formatFor(request);
  const headers = { "cache-control": "no-store", vary: "accept" };
  if (format === "json") return Response.json(metricsJson(facts), { headers });
  return new Response(prometheusText(facts, format), { headers: { ...headers, "content-type": contentTypes[format] } });
};

const contentTypes: Readonly<Record<Exposition, string>> = {
  prometheus: "text/plain; version=0.0.4; charset=utf-8",
  openmetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8",
};

const formatFor = ({ url, headers }: Request): Exposition | "json" => {
  const wanted = /[?&]format=([a-z]+)(&|$)/.exec(url)?.[1];
  if (wanted === "prometheus" || wanted === "openmetrics" || wanted === "json") return wanted;
  return preferred(headers.get("accept") ?? "*/*", mediaTypes);
};

/** Where two are as welcome, the first: a program that takes JSON and text is one that reads JSON. */
const mediaTypes: Readonly<Record<"json" | Exposition, string>> = {
  json: "application/json",
  openmetrics: "application/openmetrics-text",
  prometheus: "text/plain",
};

const metricsJson = (facts: PageFacts): object => {
  const view = facts.metrics();
  const { total, sessions, models, endings, clients, translated, losses } = view;
  return {
    total_requests: facts.totalRequests,
    active_sessions: sessions.active,
    total_tokens_saved: total.savedTokens,
    total_cost_saved: knownDollars(total.savedMicros, total.unknownSavings),
    uptime_seconds: facts.uptimeSeconds,
    requests: requestsOf(facts, total),
    latency_ms: { p50: facts.latency.p50Ms, p95: facts.latency.p95Ms, ttft_p50: facts.latency.ttftP50Ms },
    tokens: tokensOf(total),
    cost: costOf(total),
    prompt_cache: {
      hits: total.promptCacheHits,
      misses: total.promptCacheMisses,
      breaks: total.cacheBreaks,
      break_cost_usd: knownDollars(total.cacheBreakMicros, total.unknownBreaks),
    },
    memory: memoryOf(view, facts.ownCalls),
    limits: { queued: facts.limits.waiting, refused: Object.fromEntries(facts.limits.refused) },
    overload: overloadOf(facts.overload),
    shared_store: facts.store === null ? null : { state: facts.store.state, since_ms: facts.store.sinceAt },
    budgets: budgetsOf(facts.budgets),
    answer_cache: facts.cache,
    sessions: sessionsOf(sessions),
    models: models.map(({ labels, value }) => ({
      ...labels,
      ...countsOf(value),
      tokens: tokensOf(value),
      cost: costOf(value),
    })),
    endings: endings.map(({ labels, value }) => ({ ...labels, requests: value })),
    clients: clients.map(({ labels, value }) => ({ ...labels, requests: value })),
    translated: translated.map(({ labels, value }) => ({ ...labels, requests: value })),
    losses: losses.map(({ labels, value }) => ({ ...labels, count: value })),
    ...(facts.spool === null
      ? {}
      : {
          ledger_elsewhere: {
            up: !facts.spool.isAway,
            spool_rows: facts.spool.waiting,
            given_up_rows: facts.spool.givenUp,
          },
        }),
  };
};

const overloadOf = ({ latenessMs, refused, perSecond }: PageFacts["overload"]): object => ({
  lateness_ms: latenessMs,
  refused,
  taken_per_second: perSecond,
});

const budgetsOf = ({ sums, asks, stopped }: PageFacts["budgets"]): object => ({
  asked: asks.length,
  stopped: stopped.length,
  sums: sums.map(({ id, per, spent, limits, share, unknownCost, isOver }) => ({
    ...{ budget: id, per, share, over: isOver, unknown_cost_requests: unknownCost },
    spent_usd: inDollars(spent.dollars),
    limit_usd: limits.dollars === undefined ? null : inDollars(limits.dollars),
    spent_tokens: spent.tokens,
    limit_tokens: limits.tokens ?? null,
  })),
});

const requestsOf = (facts: PageFacts, total: MetricsView["total"]): object => ({
  accepted: facts.totalRequests,
  in_flight: facts.inFlight,
  refused: facts.refused,
  ...countsOf(total),
  success_rate: total.requests === 0 ? null : total.ok / total.requests,
  errors: total.limited + total.cut + total.failed,
  internal_errors: facts.internalErrors,
});

const memoryOf = (
  { total, shadow, shrunk, savedByMode, failedOpen }: MetricsView,
  ownCalls: PageFacts["ownCalls"],
): object => ({
  tokens_saved: total.savedTokens,
  cost_saved_usd: knownDollars(total.savedMicros, total.unknownSavings),
  reads_lost_usd: knownDollars(total.readsLostMicros, total.unknownLosses),
  extra_writes_usd: knownDollars(total.extraWritesMicros, total.unknownLosses),
  own_calls_usd: inDollars(total.ownCallsMicros),
  edits: total.memoryEdits,
  edits_by_shrinker: Object.fromEntries(shrunk.map(({ labels, value }) => [labels.shrinker, value])),
  cost_saved_usd_by_mode: Object.fromEntries(savedByMode.map(({ labels, value }) => [labels.mode, inDollars(value)])),
  compression_failed_open: failedOpen,
  own_calls: {
    asked: ownCalls.asked,
    failed: ownCalls.failed,
    dropped: ownCalls.dropped,
    cost_usd: inDollars(ownCalls.costMicros),
  },
  prefix_breaks_by_proxy: total.prefixBreaks,
  undeclared_prefix_breaks: total.undeclaredBreaks,
  would_have_saved_usd: Object.fromEntries(
    (shadow?.modes ?? []).map(({ mode, micros }) => [mode, micros === null ? null : inDollars(micros)]),
  ),
});

const countsOf = ({ requests, ok, limited, cut, aborted, failed }: Figures): object => ({
  ended: requests,
  ok,
  limited,
  cut,
  aborted,
  failed,
});

const tokensOf = (sums: Figures): object => ({
  input: sums.inputTokens,
  cache_read: sums.cacheReadTokens,
  cache_write: sums.cacheWriteTokens,
  output: sums.outputTokens,
  reasoning: sums.reasoningTokens,
  anomalies: sums.usageAnomalies,
});

const costOf = (sums: Figures): object => ({
  usd: sums.costMicros === null ? null : inDollars(sums.costMicros),
  micros: sums.costMicros,
  estimated_micros: sums.estimatedMicros,
  requests_by_kind: sums.costKinds,
});

/** Hits and misses are of the map of histories; a fuzzy match is a conversation that its client has shortened. */
const sessionsOf = (view: SessionsView): object => ({
  active_sessions: view.active,
  cache_hits: view.hits,
  cache_misses: view.misses,
  cache_hit_rate: view.hits + view.misses === 0 ? null : view.hits / (view.hits + view.misses),
  sessions_created: view.created,
  sessions_expired: view.expired,
  sessions_ended: view.ended,
  creation_rate_per_minute: view.createdPerMinute,
  fuzzy_matches: view.joined.compacted,
  calls_beside: view.utility,
  joined: view.joined,
});
