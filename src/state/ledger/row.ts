import type { RequestSummary } from "../../core/notice.ts";

/** The columns of the table after `run`, in their order, each with the field of a request that it holds. */
const fields = [
  ["id", "id"],
  ["started_at", "startedAt"],
  ["method", "method"],
  ["path", "path"],
  ["dialect", "dialect"],
  ["client", "client"],
  ["model", "model"],
  ["upstream", "upstream"],
  ["provider", "provider"],
  ["stream", "stream"],
  ["attempts", "attempts"],
  ["status", "status"],
  ["outcome", "outcome"],
  ["error", "error"],
  ["bytes_in", "bytesIn"],
  ["bytes_out", "bytesOut"],
  ["ttft_ms", "ttftMs"],
  ["duration_ms", "durationMs"],
  ["model_used", "modelUsed"],
  ["session", "session"],
  ["turn", "turn"],
  ["input_tokens", "inputTokens"],
  ["cache_read_tokens", "cacheReadTokens"],
  ["cache_write_tokens", "cacheWriteTokens"],
  ["output_tokens", "outputTokens"],
  ["reasoning_tokens", "reasoningTokens"],
  ["usage_anomalies", "usageAnomalies"],
  ["cost_kind", "costKind"],
  ["cost_micros", "costMicros"],
  ["saved_tokens", "savedTokens"],
  ["saved_micros", "savedMicros"],
  ["reads_lost_micros", "readsLostMicros"],
  ["extra_writes_micros", "extraWritesMicros"],
  ["own_calls_micros", "ownCallsMicros"],
  ["memory_mode", "memoryMode"],
  ["memory_edits", "memoryEdits"],
  ["prefix_break", "prefixBreak"],
  ["cache_break", "cacheBreak"],
  ["cache_break_micros", "cacheBreakMicros"],
  ["model_sent", "modelSent"],
  ["translated", "translated"],
  ["rule", "rule"],
  ["answer_cache", "answerCache"],
  ["avoided_input_tokens", "avoidedInputTokens"],
  ["avoided_output_tokens", "avoidedOutputTokens"],
  ["avoided_micros", "avoidedMicros"],
] as const satisfies readonly (readonly [string, keyof RequestSummary])[];

/** SQL that reads whole requests by their names, from a table with these columns. */
export const requestSql = (there: ReadonlySet<string>): string => namedSql(fields, there);

/** The columns of the table in their order: the run of the daemon that saw the request, the request, how it was led. */
export const columns: readonly string[] = ["run", ...fields.map(([column]) => column), "routed"];

/** A row as its values in the order of the columns: what travels to the ledger's thread. */
export type RowValues = readonly (string | number | boolean | null)[];

/** A request's values in the order of the columns; `routed` as `writtenRouted` gives it. */
export const valuesOf = (request: RequestSummary, run: string, routed: string | null = null): RowValues => {
  const values: (string | number | boolean | null)[] = [run];
  for (const [, field] of fields) values.push(request[field]);
  values.push(routed);
  return values;
};

/** A request's fields of what the ledger adds up; what a column of an older ledger does not know is as `summaryOf` says it. */
export type Counted = Omit<RequestSummary, (typeof uncounted)[number]>;

const uncounted = [
  ...([
    "method",
    "path",
    "error",
    "provider",
    "turn",
    "attempts",
    "stream",
    "modelSent",
    "translated",
    "rule",
    "memoryMode",
  ] as const),
];

const countedFields = fields.filter(([, field]) => !uncounted.some((name) => name === field));

/** What stands for a column that an older ledger has not. */
const standIns: Readonly<Record<string, string>> = {
  cost_kind: "'unknown'",
  ...{ saved_tokens: "0", usage_anomalies: "0", own_calls_micros: "0", memory_edits: "0" },
};

/** SQL that reads the counted fields by their names, from a table with these columns. */
export const countedSql = (there: ReadonlySet<string>): string => namedSql(countedFields, there);

const namedSql = (named: readonly (typeof fields)[number][], there: ReadonlySet<string>): string =>
  named.map(([column, field]) => `${there.has(column) ? column : (standIns[column] ?? "NULL")} AS ${field}`).join(", ");

/** The counted fields of a row that is on its way. */
export const countedOf = (values: RowValues): Counted => {
  const request: Record<string, unknown> = {};
  for (const [field, place] of countedPlaces) request[field] = values[place];
  return request as Counted; // as `valuesOf` wrote them
};

const countedPlaces = countedFields.map(([column, field]) => [field, columns.indexOf(column)] as const);

/** The run of the daemon that a row is of. */
export const runOf = (values: RowValues): string => String(values[0]);

/** What `stats` may be grouped by. */
export const groupings = ["model", "session", "upstream", "client", "day", "hour", "status", "dialect"] as const;

/** One of the groupings. */
export type Grouping = (typeof groupings)[number];

/** The groupings by a name of the request's own, each with that name. */
export const names = {
  model: ({ modelUsed, model }) => modelUsed ?? model ?? "(none)",
  session: ({ session }) => session ?? "(none)",
  upstream: ({ upstream, answerCache }) => upstream ?? (answerCache === "hit" ? "(cache)" : "(none)"),
  client: ({ client }) => client ?? "(unknown)",
  status: ({ status }) => (status === null ? "left" : String(status)),
  dialect: ({ dialect }) => dialect ?? "(none)",
} as const satisfies Readonly<Partial<Record<Grouping, (request: Counted) => string>>>;

/** A question to the ledger: what began in this time, grouped so. */
export type StatsQuestion = {
  /** From when on. */
  readonly since: number;
  /** Up to this moment, without it; until now where it is missing. */
  readonly until?: number;
  readonly by: Grouping;
  /** How many groups at most; what is smaller comes together as `(others)`. Days and hours all come. */
  readonly top?: number;
  /** Whose days and hours: a time zone's name, such as Europe/Berlin; UTC where it is missing. */
  readonly zone?: string;
};

/** Counts, sums and times of one group of requests; null = no request of the group told. */
export type StatsGroup = {
  readonly name: string;
  readonly requests: number;
  /** Ended properly with a status below 400. */
  readonly ok: number;
  /** Answered with 429. */
  readonly limited: number;
  /** Answers that broke off. */
  readonly cut: number;
  /** Left by the client. */
  readonly aborted: number;
  /** Everything else that did not end well. */
  readonly failed: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** Tokens, of those requests that told. */
  readonly inputTokens: number | null;
  readonly cacheReadTokens: number | null;
  readonly cacheWriteTokens: number | null;
  readonly outputTokens: number | null;
  readonly reasoningTokens: number | null;
  /** The input of those requests that told how much of it was read from the vendor's cache, and that share, from 0 to 1. */
  readonly cacheableTokens: number;
  readonly cachedShare: number | null;
  /** Micro-dollars of the requests whose cost is known. */
  readonly costMicros: number | null;
  /** Requests whose cost nobody knows: they are not in `costMicros`. */
  readonly unknownCost: number;
  /** Requests whose cost rests on a count of ours, and how much of `costMicros` that is. */
  readonly estimatedCost: number;
  readonly estimatedMicros: number;
  /** What we kept from being sent, net. */
  readonly savedTokens: number;
  readonly savedMicros: number | null;
  /** What of it was taken away again (null = nobody knows a price), and how many pieces went out other than they came. */
  readonly readsLostMicros: number | null;
  readonly extraWritesMicros: number | null;
  readonly ownCallsMicros: number;
  readonly memoryEdits: number;
  /** Answers given out of our own cache, and looked for in vain; the share of hits in both, null = nothing was looked for. */
  readonly answerHits: number;
  readonly answerMisses: number;
  readonly answerHitShare: number | null;
  /** What those hits did not spend again; micro-dollars of those whose price is known, null = of none it is. */
  readonly avoidedTokens: number;
  readonly avoidedMicros: number | null;
  /** Requests in which we changed what had gone out before: in a batch, and without one, which must never be. */
  readonly prefixBreaks: number;
  readonly undeclaredBreaks: number;
  /** Requests for which a vendor's cache could not be read again, and what that cost more. */
  readonly cacheBreaks: number;
  readonly cacheBreakMicros: number | null;
  /** Times within 1 %. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly ttftP50Ms: number | null;
  readonly ttftP95Ms: number | null;
  readonly ttftP99Ms: number | null;
};

/** The answer: each group, the largest first (days and hours in their order), and all of them together. */
export type Stats = { readonly groups: readonly StatsGroup[]; readonly total: StatsGroup };
