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
  reads_lost_micros: maybe(count),
  extra_writes_micros: maybe(z.int()),
  own_calls_micros: count,
  memory_edits: count,
  prefix_breaks: count,
  undeclared_breaks: count,
  cache_breaks: count,
  cache_break_micros: maybe(count),
  answer_hits: count,
  answer_misses: count,
  answer_hit_share: maybe(z.number()),
  avoided_tokens: count,
  avoided_micros: maybe(count),
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
  reads_lost_micros: maybe(count),
  extra_writes_micros: maybe(z.int()),
  own_calls_micros: count,
  memory_edits: count,
  prefix_breaks: count,
  undeclared_breaks: count,
  cache_breaks: count,
  cache_break_micros: maybe(count),
});

/** An upstream in a list. */
export const upstream = z.looseObject({
  name: text,
  provider: text,
  region: maybe(text),
  endpoint: text,
  dialects: z.array(text),
  is_current: z.boolean(),
  takes_any_key: z.boolean(),
  key: maybe(text),
  in_flight: count,
  keys: z.array(text),
  state: z.enum(["ok", "limited", "overloaded", "failing", "down", "unknown"]),
  since_at: maybe(time),
  until_at: maybe(time),
  reason: maybe(text),
  p50_ms: maybe(ms),
  head_ms: maybe(ms),
  circuit: maybe(z.looseObject({ state: z.enum(["open", "half-open"]), retry_at: time, failures: count })),
  cooling: z.array(
    z.looseObject({
      ...{ state: z.enum(["limited", "overloaded"]), key: maybe(text), model: maybe(text) },
      ...{ status: count, until_at: time },
    }),
  ),
});

const amounts = z.looseObject({ dollars: z.int(), tokens: count, requests: count, minutes: ms });

/** How it stands with what may be spent; dollars are micro-dollars, minutes milliseconds. */
export const budgets = z.looseObject({
  set: count,
  sums: z.array(
    z.looseObject({
      ...{ id: text, name: text, per: z.enum(["session", "run", "day", "month"]), who: maybe(text) },
      ...{ on_over: z.enum(["warn", "pause", "stop"]), warn_at: z.number() },
      ...{ limits: amounts.partial(), allowed: amounts.partial(), spent: amounts },
      ...{ unknown_cost: count, share: z.number(), is_over: z.boolean(), is_stopped: z.boolean() },
      ends_at: maybe(time),
    }),
  ),
  asks: z.array(
    z.looseObject({
      ...{ id: text, about: text, why: text, client: maybe(text), model: maybe(text), session: maybe(text) },
      ...{ since: time, until: time },
    }),
  ),
  stopped: z.array(text),
});

/** What a token may do; null = as much as everybody. */
export const tokenRules = z.looseObject({
  ...{ requests_per_minute: maybe(count), input_tokens_per_minute: maybe(count), concurrency: maybe(count) },
  ...{ cost_micros_per_day: maybe(count), upstreams: z.array(text), models: z.array(text) },
});

/** What a million of tokens cost. */
export const rates = z.looseObject({
  input: z.number(),
  cache_read: maybe(z.number()),
  cache_write: maybe(z.number()),
  cache_write_1h: maybe(z.number()),
  input_audio: maybe(z.number()),
  output: z.number(),
  output_audio: maybe(z.number()),
});

/** What a model costs. */
export const price = z.looseObject({
  provider: text,
  model: text,
  from: maybe(z.enum(["yours", "built-in", "table"])),
  usd_per_million: maybe(rates),
  above: z.array(z.looseObject({ tokens: count, usd_per_million: rates })),
  usd_per_thousand_searches: maybe(z.number()),
  window: maybe(count),
  vision: maybe(z.boolean()),
  source: maybe(text),
  date: maybe(text),
  note: maybe(text),
});

/** Dollars for a million tokens. */
const modelRates = z.looseObject({ input: z.number(), cache_read: maybe(z.number()), output: z.number() });

/** A model. */
export const model = z.looseObject({
  name: text,
  maker: maybe(text),
  label: maybe(text),
  size: maybe(z.enum(["small", "medium", "large"])),
  upstreams: z.array(z.looseObject({ name: text, by: z.enum(["list", "config", "vendor"]) })),
  window: maybe(count),
  max_output: maybe(count),
  vision: maybe(z.boolean()),
  usd_per_million: maybe(modelRates),
  becomes: maybe(z.looseObject({ model: text, why: text })),
  aliases: z.array(z.looseObject({ upstream: text, name: text })),
});

/** An upstream that has a model, with what is so there. */
export const served = z.looseObject({
  ...{ upstream: text, by: z.enum(["list", "config", "vendor"]) },
  ...{ window: maybe(count), max_output: maybe(count), vision: maybe(z.boolean()) },
  usd_per_million: maybe(modelRates),
});

/** A conversation in a list. */
export const session = z.looseObject({
  id: text,
  active: z.boolean(),
  client: maybe(text),
  parent: maybe(text),
  started_at: maybe(time),
  last_at: maybe(time),
  turns: maybe(count),
  model: maybe(text),
  upstream: maybe(text),
  pin: maybe(z.looseObject({ upstream: text, model: maybe(text) })),
  memory: maybe(text),
  context_tokens: maybe(count),
  requests: count,
  input_tokens: maybe(count),
  output_tokens: maybe(count),
  cached_share: maybe(z.number()),
  cost_micros: maybe(count),
  estimated_cost: count,
  unknown_cost: count,
  saved_tokens: z.int(),
  saved_micros: maybe(z.int()),
  prefix_breaks: count,
  cache_breaks: count,
  cache_break_micros: maybe(count),
});

const step = { about: text, rule: text, is_taken: z.boolean(), why: text };

/** Where a request goes and why, as `why` and `config test` tell it. */
export const decision = z.looseObject({
  rule: text,
  upstream: text,
  from: maybe(text),
  to: maybe(text),
  asked: maybe(text),
  model: maybe(text),
  steps: z.array(z.looseObject(step)),
});

/** Where it went and would go; what only one of the two has seen. */
export const rehearsal = {
  id: text,
  source: z.enum(["memory", "trace"]),
  file: text,
  before: maybe(decision),
  now: maybe(decision),
  refusal: maybe(z.looseObject({ code: text, message: text, hint: maybe(text) })),
  remarks: z.array(text),
  steps: z.array(z.looseObject({ when: z.enum(["then", "now"]), ...step })),
};

/** Something that was left out of a conversation and is kept. */
export const memory = z.looseObject({
  id: text,
  source: text,
  entry: maybe(count),
  session: maybe(text),
  tokens: count,
  bytes: count,
  importance: z.number(),
  at: time,
  last_used_at: time,
  is_pinned: z.boolean(),
  times_recalled: count,
});

/** What every answer begins with. */
export const answer = <T extends z.ZodRawShape>(fields: T) =>
  z.looseObject({ schema: z.literal(1), generated_at: time, ...fields });
