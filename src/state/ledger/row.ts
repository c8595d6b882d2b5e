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
  ["cache_break", "cacheBreak"],
  ["cache_break_micros", "cacheBreakMicros"],
] as const satisfies readonly (readonly [string, keyof RequestSummary])[];

/** The columns of the table in their order: the run of the daemon that saw the request, then the request. */
export const columns: readonly string[] = ["run", ...fields.map(([column]) => column)];

/** A row as its values in the order of the columns: what travels to the ledger's thread. */
export type RowValues = readonly (string | number | boolean | null)[];

/** A request's values in the order of the columns. */
export const valuesOf = (request: RequestSummary, run: string): RowValues => {
  const values: (string | number | boolean | null)[] = [run];
  for (const [, field] of fields) values.push(request[field]);
  return values;
};

/** What `stats` may be grouped by: the closed list of columns that a question can name. */
export const groupings = ["upstream", "model", "hour", "status", "client", "dialect"] as const;

/** One of the groupings. */
export type Grouping = (typeof groupings)[number];

/** A question to the ledger: what happened since then, grouped so. */
export type StatsQuestion = { readonly since: number; readonly by: Grouping };

/** Counts and times of one group of requests; a time is null when no request of the group had it. */
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
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly ttftP50Ms: number | null;
};

/** The answer: each group, the largest first (hours in their order), and all of them together. */
export type Stats = { readonly groups: readonly StatsGroup[]; readonly total: StatsGroup };
