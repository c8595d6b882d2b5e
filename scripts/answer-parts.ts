import { z } from "zod";

/** A moment, in UTC. */
export const time = z.iso.datetime();
/** How many. */
export const count = z.int().nonnegative();
/** How long. */
export const ms = z.int().nonnegative();
/** Null where nobody knows. */
export const maybe = <T extends z.ZodType>(type: T) => type.nullable();
/** Any text. */
export const text = z.string();

/** What `stats` tells of one group. */
export const group = z.looseObject({
  name: text,
  requests: count,
  ok: count,
  limited: count,
  cut: count,
  aborted: count,
  failed: count,
  bytes_in: count,
  bytes_out: count,
  p50_ms: maybe(ms),
  p95_ms: maybe(ms),
  ttft_p50_ms: maybe(ms),
  p99_ms: maybe(ms),
  input_tokens: maybe(count),
  cache_read_tokens: maybe(count),
  cache_write_tokens: maybe(count),
  output_tokens: maybe(count),
  reasoning_tokens: maybe(count),
  cacheable_tokens: count,
  cached_share: maybe(z.number()),
  cost_micros: maybe(count),
  unknown_cost: count,
  estimated_cost: count,
  estimated_micros: count,
  saved_tokens: z.int(),
  saved_micros: maybe(z.int()),
  cache_breaks: count,
  cache_break_micros: maybe(count),
});

/** What has happened since the start. */
export const tally = z.looseObject({
  accepted: count,
  ended: count,
  ok: count,
  limited: count,
  cut: count,
  aborted: count,
  refused: count,
  protocol_warnings: count,
  usage_anomalies: count,
  p50_ms: maybe(ms),
  p95_ms: maybe(ms),
  ttft_p50_ms: maybe(ms),
});

/** What some requests cost. */
export const spent = z.looseObject({
  requests: count,
  cost_micros: maybe(count),
  unknown_cost: count,
  estimated_cost: count,
});

/** What has happened since midnight. */
export const today = z.looseObject({
  since: time,
  requests: count,
  ok: count,
  limited: count,
  cut: count,
  aborted: count,
  failed: count,
  input_tokens: maybe(count),
  cache_read_tokens: maybe(count),
  cache_write_tokens: maybe(count),
  output_tokens: maybe(count),
  cached_share: maybe(z.number()),
  cost_micros: maybe(count),
  unknown_cost: count,
  estimated_cost: count,
  estimated_micros: count,
  saved_tokens: z.int(),
  saved_micros: maybe(z.int()),
});
