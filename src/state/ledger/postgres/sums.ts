import type { Measure } from "../figures.ts";
import type { names } from "../row.ts";

const known = (column: string): string => `count(${column})`;
const sum = (column: string): string => `coalesce(sum(${column}), 0)`;
const those = (condition: string): string => `count(*) FILTER (WHERE ${condition})`;

/** The measures of `figures.ts` as PostgreSQL adds them up; a test holds each beside its twin. */
export const sumSql: Readonly<Record<Measure, string>> = {
  requests: "count(*)",
  ok: those("outcome = '--' AND status < 400"),
  limited: those("outcome = '--' AND status = 429"),
  cut: those("outcome IN ('SD', 'sD', 'PD')"),
  aborted: those("outcome LIKE 'C%' OR outcome LIKE 'c%'"),
  bytes_in: sum("bytes_in"),
  bytes_out: sum("bytes_out"),
  input_tokens: sum("input_tokens"),
  input_known: known("input_tokens"),
  cache_read_tokens: sum("cache_read_tokens"),
  cache_read_known: known("cache_read_tokens"),
  cacheable_tokens: "coalesce(sum(input_tokens) FILTER (WHERE cache_read_tokens IS NOT NULL), 0)",
  cache_write_tokens: sum("cache_write_tokens"),
  cache_write_known: known("cache_write_tokens"),
  output_tokens: sum("output_tokens"),
  output_known: known("output_tokens"),
  reasoning_tokens: sum("reasoning_tokens"),
  reasoning_known: known("reasoning_tokens"),
  cost_micros: sum("cost_micros"),
  cost_known: known("cost_micros"),
  estimated_requests: those("cost_kind = 'estimated'"),
  estimated_micros: "coalesce(sum(cost_micros) FILTER (WHERE cost_kind = 'estimated'), 0)",
  saved_tokens: sum("saved_tokens"),
  saved_micros: sum("saved_micros"),
  saved_known: known("saved_micros"),
  reads_lost_micros: sum("reads_lost_micros"),
  extra_writes_micros: sum("extra_writes_micros"),
  own_calls_micros: sum("own_calls_micros"),
  memory_edits: sum("memory_edits"),
  prefix_breaks: those("prefix_break <> 'undeclared'"),
  undeclared_breaks: those("prefix_break = 'undeclared'"),
  cache_breaks: known("cache_break"),
  cache_break_micros: sum("cache_break_micros"),
  cache_break_known: known("cache_break_micros"),
  answer_hits: those("answer_cache = 'hit'"),
  answer_misses: those("answer_cache = 'miss'"),
  avoided_tokens: "coalesce(sum(coalesce(avoided_input_tokens, 0) + coalesce(avoided_output_tokens, 0)), 0)",
  avoided_micros: sum("avoided_micros"),
  avoided_known: known("avoided_micros"),
};

/** The names of `row.ts` that requests are grouped by, and the daemon that they came through. */
export const nameSql: Readonly<Record<keyof typeof names | "daemon", string>> = {
  model: "coalesce(model_used, model, '(none)')",
  session: "coalesce(session, '(none)')",
  upstream: "coalesce(upstream, CASE answer_cache WHEN 'hit' THEN '(cache)' ELSE '(none)' END)",
  client: "coalesce(client, '(unknown)')",
  status: "coalesce(CAST(status AS text), 'left')",
  dialect: "coalesce(dialect, '(none)')",
  daemon: "daemon",
};
