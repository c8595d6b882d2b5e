import type { BudgetSum } from "../../core/budget.ts";
import { dollarText, knownSum } from "../../lib/money.ts";
import { bucketLimitsMs } from "../../state/metrics/histogram.ts";
import type { Figures, Histogram, MetricsView } from "../../state/metrics/index.ts";
import { counter, type Exposition, type Family, type Labels, linesOf, one, type Sample } from "./exposition.ts";
import type { PageFacts } from "./facts.ts";
import { ofUpstreams } from "./upstream-figures.ts";

/** Everything that is counted, as Prometheus reads it (https://prometheus.io/docs/instrumenting/exposition_formats/). */
export const prometheusText = (facts: PageFacts, format: Exposition): string => {
  const lines = familiesOf(facts).flatMap((family) => linesOf(family, format));
  return `${[...lines, ...(format === "openmetrics" ? ["# EOF"] : [])].join("\n")}\n`;
};

const familiesOf = (facts: PageFacts): readonly Family[] => {
  const view = facts.metrics();
  return [
    ...ofDaemon(facts),
    ...ofSpool(facts),
    ...ofRequests(facts, view),
    ...ofLimits(facts),
    ...ofOverload(facts),
    ...ofUpstreams(facts),
    ...ofMemory(facts, view),
    ...ofBudgets(facts),
    ...ofCache(facts),
    ...ofModels(view),
    ...ofSessions(view),
    ...ofTimes(view),
  ];
};

const ofDaemon = (facts: PageFacts): readonly Family[] => [
  {
    name: "proxy_cli_build",
    type: "info",
    help: "The version that runs.",
    samples: [{ labels: { version: facts.version }, value: 1 }],
  },
  one("process_start_time_seconds", "gauge", "When it started, in seconds since 1970.", facts.startedAt / 1000),
  one("process_resident_memory_bytes", "gauge", "Memory that it holds.", facts.rssBytes),
  one("proxy_cli_internal_errors", "counter", "Mistakes of the proxy's own.", facts.internalErrors),
  one("proxy_cli_ledger_lost_rows", "counter", "Rows of the ledger that could not be kept.", facts.ledgerLost),
  ...(facts.store === null
    ? []
    : [
        one(
          "proxy_cli_shared_store_up",
          "gauge",
          "Whether the store that daemons share can be used.",
          facts.store.state === "connected" ? 1 : 0,
        ),
      ]),
];

const ofSpool = ({ spool }: PageFacts): readonly Family[] =>
  spool === null
    ? []
    : [
        one("proxy_cli_ledger_spool_rows", "gauge", "Rows that the ledger elsewhere does not have yet.", spool.waiting),
        one("proxy_cli_ledger_given_up_rows", "counter", "Rows that it will never have.", spool.givenUp),
        one("proxy_cli_ledger_elsewhere_up", "gauge", "Whether it takes rows.", spool.isAway ? 0 : 1),
      ];

/** Only what people have set: conversations and runs come and go, and each would be a series for ever. */
const ofBudgets = ({ budgets: { sums, asks, set } }: PageFacts): readonly Family[] => {
  if (set === 0) return [];
  const shown = sums.filter(({ per }) => per === "day" || per === "month").slice(0, mostBudgets);
  const gauge = (name: string, help: string, figure: (sum: BudgetSum) => number | string | null): Family => ({
    ...{ name, type: "gauge", help },
    samples: shown.flatMap((sum) => {
      const value = figure(sum);
      return value === null ? [] : [{ labels: { budget: sum.id, per: sum.per }, value }];
    }),
  });
  return [
    gauge("proxy_cli_budget_spent_usd", "What was spent of it.", ({ spent }) => dollarText(spent.dollars)),
    gauge("proxy_cli_budget_limit_usd", "What may be spent.", ({ limits }) =>
      limits.dollars === undefined ? null : dollarText(limits.dollars),
    ),
    gauge("proxy_cli_budget_spent_share", "The fullest of its limits, 1 = used up.", ({ share }) => share),
    gauge(
      "proxy_cli_budget_unknown_cost_requests",
      "Requests of which nobody knows the cost.",
      (sum) => sum.unknownCost,
    ),
    one("proxy_cli_budget_asks", "gauge", "Questions that wait for a person.", asks.length),
  ];
};

const mostBudgets = 100;

/** Where the cache is off it has no series. */
const ofCache = ({ cache }: PageFacts): readonly Family[] =>
  cache === null
    ? []
    : [
        one("proxy_cli_cache_hits", "counter", "Requests that were answered from the cache of answers.", cache.hits),
        one("proxy_cli_cache_misses", "counter", "Requests that were looked for in it in vain.", cache.misses),
        one("proxy_cli_cache_bypassed", "counter", "Requests that were not looked for in it.", cache.bypassed),
        one("proxy_cli_cache_entries", "gauge", "Answers that are kept.", cache.entries),
        one("proxy_cli_cache_bytes", "gauge", "Room that they take.", cache.bytes),
      ];

const ofRequests = (facts: PageFacts, { endings, clients, total, ...view }: MetricsView): readonly Family[] => [
  one("proxy_cli_requests_in_flight", "gauge", "Requests under way.", facts.inFlight),
  one("proxy_cli_requests_accepted", "counter", "Requests that were let in.", facts.totalRequests),
  one("proxy_cli_requests_refused", "counter", "Requests turned away at the door.", facts.refused),
  counter("proxy_cli_requests", "Requests that have ended, by how.", endings),
  counter("proxy_cli_client_requests", "Requests that have ended, by the program that sent them.", clients),
  counter("proxy_cli_translated_requests", "Requests that went out in another format.", view.translated),
  counter("proxy_cli_translation_losses", "Places that another format could not take as they were.", view.losses),
  counter("proxy_cli_retries", "Tries that came to nothing, after which another was made, by why.", view.retries),
  one("proxy_cli_received_bytes", "counter", "Bytes of requests' bodies.", total.bytesIn),
  one("proxy_cli_sent_bytes", "counter", "Bytes of answers' bodies.", total.bytesOut),
  one("proxy_cli_usage_anomalies", "counter", "Counts of vendors that could not be meant.", total.usageAnomalies),
];

const ofLimits = ({ limits: { refused, waiting } }: PageFacts): readonly Family[] => [
  one("proxy_cli_requests_queued", "gauge", "Requests that wait for their turn under a limit.", waiting),
  {
    name: "proxy_cli_limit_refused",
    type: "counter",
    help: "Requests that a limit has refused, by its name.",
    samples: [...refused].map(([limit, value]) => ({ labels: { limit }, value })),
  },
];

/** No sample where nobody knows a price: a gauge cannot say so. */
const savedMoney = ({ savedMicros, unknownSavings }: Figures): readonly Family[] => {
  const micros = knownSum(savedMicros, unknownSavings);
  if (micros === null) return [];
  return [one("proxy_cli_saved_usd", "gauge", "What that saved, in dollars, net.", dollarText(micros))];
};

const ofOverload = ({ overload: { latenessMs, refused, perSecond } }: PageFacts): readonly Family[] => [
  one("proxy_cli_lateness_seconds", "gauge", "How late the daemon comes to its turns, at least.", latenessMs / 1000),
  one("proxy_cli_overload_refused", "counter", "Requests refused because it came too late.", refused),
  one("proxy_cli_overloaded", "gauge", "Whether it takes some requests only.", perSecond === null ? 0 : 1),
];

const ofMemory = ({ ownCalls }: PageFacts, { total, ...view }: MetricsView): readonly Family[] => [
  one("proxy_cli_saved_tokens", "gauge", "Tokens that were left out of requests, net.", total.savedTokens),
  ...savedMoney(total),
  {
    name: "proxy_cli_saved_by_mode_usd",
    type: "gauge",
    help: "What was saved, in dollars, net, by how the conversations were treated.",
    samples: view.savedByMode.map(({ labels, value }) => ({ labels, value: dollarText(value) })),
  },
  wouldHave(view.shadow),
  one("proxy_cli_memory_edits", "counter", "Pieces of conversations that went out shorter.", total.memoryEdits),
  counter("proxy_cli_shrunk_pieces", "Pieces that went out shorter, by who made them so.", view.shrunk),
  one(
    "proxy_cli_compression_failed_open",
    "counter",
    "Requests from which nothing new was left out because something went wrong.",
    view.failedOpen,
  ),
  counter(
    "proxy_cli_prefix_breaks_by_proxy",
    "Requests in which what had gone out before was changed, by whether a batch was declared.",
    [
      { labels: { declared: "true" }, value: total.prefixBreaks },
      { labels: { declared: "false" }, value: total.undeclaredBreaks },
    ],
  ),
  one("proxy_cli_own_calls_asked", "counter", "Questions of the proxy's own to models.", ownCalls.asked),
  one("proxy_cli_own_calls_failed", "counter", "Of those: without an answer.", ownCalls.failed),
  one("proxy_cli_own_calls_dropped", "counter", "Questions that were not asked: no room, no budget.", ownCalls.dropped),
  one("proxy_cli_own_calls_cost_usd", "counter", "What they cost, in dollars.", dollarText(ownCalls.costMicros)),
];

const wouldHave = (shadow: MetricsView["shadow"]): Family => ({
  name: "proxy_cli_would_have_saved_usd",
  type: "gauge",
  help: "What each mode of the memory would have saved since midnight, in dollars, net: an estimate.",
  samples: (shadow?.modes ?? []).flatMap(({ mode, micros }) =>
    micros === null ? [] : [{ labels: { mode }, value: dollarText(micros) }],
  ),
});

/**
 * What is summed by provider and model. Parts have names of their own, so that no sum counts a token twice. What nobody
 * has told of a model has no sample.
 */
const byModel: readonly (readonly [string, string, (sums: Figures) => number | string | null])[] = [
  ["proxy_cli_model_requests", "Requests that have ended, by model.", (sums) => sums.requests],
  ["proxy_cli_input_tokens", "Tokens that models were given.", (sums) => sums.inputTokens],
  ["proxy_cli_cache_read_tokens", "Of the input: read from the vendor's cache.", (sums) => sums.cacheReadTokens],
  ["proxy_cli_cache_write_tokens", "Of the input: written into it.", (sums) => sums.cacheWriteTokens],
  ["proxy_cli_output_tokens", "Tokens that models produced.", (sums) => sums.outputTokens],
  ["proxy_cli_reasoning_tokens", "Of the output: thinking.", (sums) => sums.reasoningTokens],
  ["proxy_cli_cost_usd", "What was paid, in dollars, where that is known.", (sums) => costOf(sums)],
  ["proxy_cli_cost_estimated_usd", "Of that: by counts of ours.", (sums) => dollarText(sums.estimatedMicros)],
  ["proxy_cli_cost_unknown_requests", "Requests whose cost nobody knows.", (sums) => sums.costKinds.unknown],
];

const ofModels = ({ models }: MetricsView): readonly Family[] =>
  byModel.map(([name, help, of]) => ({
    name,
    type: "counter",
    help,
    samples: models.flatMap(({ labels, value }) => {
      const sum = of(value);
      return sum === null ? [] : [{ suffix: "_total", labels, value: sum }];
    }),
  }));

const costOf = ({ costMicros }: Figures): string | null => (costMicros === null ? null : dollarText(costMicros));

const ofSessions = ({ sessions, total }: MetricsView): readonly Family[] => [
  one("proxy_cli_sessions_active", "gauge", "Conversations that can be gone on with.", sessions.active),
  one("proxy_cli_sessions_created", "counter", "Conversations that began.", sessions.created),
  one("proxy_cli_sessions_expired", "counter", "Conversations forgotten: unused, or too many.", sessions.expired),
  one("proxy_cli_sessions_ended", "counter", "Conversations that a person has ended.", sessions.ended),
  {
    name: "proxy_cli_session_lookups",
    type: "counter",
    help: "Requests with a history, by whether it was known.",
    samples: [
      { suffix: "_total", labels: { result: "hit" }, value: sessions.hits },
      { suffix: "_total", labels: { result: "miss" }, value: sessions.misses },
    ],
  },
  one("proxy_cli_session_calls_beside", "counter", "Calls beside a conversation: titles, counts.", sessions.utility),
  {
    name: "proxy_cli_session_requests",
    type: "counter",
    help: "Requests by how they came to their conversation; explicit = they name it, new = it began with them.",
    samples: Object.entries(sessions.joined).map(([joined, value]) => ({
      suffix: "_total",
      labels: { joined },
      value,
    })),
  },
  {
    name: "proxy_cli_prompt_cache_requests",
    type: "counter",
    help: "Requests whose vendor tells of its cache, by whether anything was read from it.",
    samples: [
      { suffix: "_total", labels: { result: "hit" }, value: total.promptCacheHits },
      { suffix: "_total", labels: { result: "miss" }, value: total.promptCacheMisses },
    ],
  },
];

const ofTimes = ({ durations, firstBytes }: MetricsView): readonly Family[] => [
  {
    name: "proxy_cli_request_duration_seconds",
    type: "histogram",
    help: "From the request to the last byte of its answer; without those that the client left.",
    samples: durations.flatMap(({ labels, value }) => histogramSamples(labels, value)),
  },
  {
    name: "proxy_cli_time_to_first_byte_seconds",
    type: "histogram",
    help: "From the request to the first byte of its answer.",
    samples: firstBytes.flatMap(({ labels, value }) => histogramSamples(labels, value)),
  },
];

const histogramSamples = (labels: Labels, { count, sumMs, upTo }: Histogram): readonly Sample[] => [
  ...upTo.map((value, index) => ({
    suffix: "_bucket",
    labels: { ...labels, le: String((bucketLimitsMs[index] ?? 0) / 1000) },
    value,
  })),
  { suffix: "_bucket", labels: { ...labels, le: "+Inf" }, value: count },
  { suffix: "_sum", labels, value: sumMs / 1000 },
  { suffix: "_count", labels, value: count },
];
