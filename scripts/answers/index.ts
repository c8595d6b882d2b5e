import { z } from "zod";
import { askingAnswers } from "./asking.ts";
import { cacheAnswers } from "./cache.ts";
import { memoryAnswers } from "./memory.ts";
import {
  answer,
  budgets,
  count,
  decision,
  group,
  maybe,
  model,
  ms,
  price,
  rates,
  rehearsal,
  served,
  session,
  spent,
  tally,
  text,
  time,
  today,
  upstream,
} from "./parts.ts";
import { spendingAnswers } from "./spending.ts";

/** What the read commands answer with `--json`: each field here is promised, more may be there. */
export const answers = {
  "status (running)": {
    words: ["status"],
    type: answer({
      running: z.literal(true),
      version: text,
      pid: count,
      url: z.url(),
      started_at: time,
      uptime_ms: ms,
      upstream: text,
      previous_upstream: maybe(text),
      generation: count,
      is_draining: z.boolean(),
      is_demo: z.boolean(),
      is_exposed: z.boolean(),
      needs_restart: z.array(text),
      in_flight: count,
      queued: count,
      tally,
      today: maybe(today),
      ledger: z.looseObject({ waiting: count, lost: count, trouble: maybe(text) }),
      dropped_log_lines: count,
      trace: z.looseObject({
        is_on: z.boolean(),
        has_bodies: z.boolean(),
        folder: text,
        written: count,
        dropped: count,
      }),
      kept: z.looseObject({ requests: count, bytes: count, max_bytes: count }),
      memory: z.looseObject({ mode: text, source: text, since: time, sessions: count }),
      store: maybe(z.looseObject({ state: text })),
      budgets,
      cache: maybe(z.looseObject({ hits: count, misses: count, bypassed: count, entries: count, bytes: count })),
      watchers: count,
      rss_bytes: count,
      internal_errors: count,
      held_body_bytes: count,
      warnings: z.array(text),
      upstreams: z.array(upstream),
    }),
  },
  "status (not running)": {
    words: ["status"],
    type: answer({ running: z.literal(false), last_stop: maybe(z.looseObject({ at: time, reason: text })) }),
  },
  upstreams: {
    words: ["upstreams"],
    type: answer({ running: z.boolean(), current: text, upstreams: z.array(upstream) }),
  },
  "upstreams test": {
    words: ["upstreams", "test", "simulator"],
    type: answer({
      tests: z.array(z.looseObject({ name: text, reachable: z.boolean(), latency_ms: maybe(ms), reason: maybe(text) })),
    }),
  },
  stats: {
    words: ["stats", "--by", "model"],
    type: answer({
      running: z.boolean(),
      since: time,
      until: time,
      by: text,
      zone: text,
      groups: z.array(group),
      total: group,
      before: group,
      translations: z.looseObject({
        pairs: z.array(z.looseObject({ from: text, to: text, requests: count })),
        losses: z.array(z.looseObject({ rule: text, what: text, count, why: text, requests: count })),
      }),
    }),
  },
  why: {
    words: ["why", "last"],
    type: answer({
      running: z.boolean(),
      request: z.looseObject({ id: text, started_at: time, upstream: maybe(text), model: maybe(text) }),
      url: maybe(text),
      rule: maybe(text),
      decision: maybe(decision),
      losses: z.array(z.looseObject({ rule: text, what: text, count, why: text })),
      edits: z.array(z.looseObject({ by: text, count })),
      attempts: count,
    }),
  },
  "trace list": {
    words: ["trace", "list"],
    type: answer({
      is_on: z.boolean(),
      has_bodies: z.boolean(),
      folder: text,
      traces: z.array(
        z.looseObject({
          id: text,
          size: count,
          at: maybe(time),
          status: maybe(count),
          outcome: maybe(text),
          upstream: maybe(text),
          model: maybe(text),
          path: maybe(text),
          duration_ms: maybe(ms),
        }),
      ),
    }),
  },
  "prices list": {
    words: ["prices", "list", "sonnet"],
    type: answer({ table: z.looseObject({ name: text, version: text, date: text }), prices: z.array(price) }),
  },
  "prices show": {
    words: ["prices", "show", "gpt-5.4"],
    type: answer({ model: text, prices: z.array(price) }),
  },
  "prices check": {
    words: ["prices", "check"],
    type: answer({
      table: z.looseObject({ name: text, version: text, date: text, age_days: count }),
      unknown_costs: z.array(z.looseObject({ model: text, requests: count })),
      upstreams_without_prices: z.array(z.looseObject({ upstream: text, requests: count })),
      disagreements: z.array(z.looseObject({ provider: text, model: text, usd_per_million: maybe(rates) })),
    }),
  },
  "models list": {
    words: ["models", "list", "haiku"],
    type: answer({
      upstream: text,
      models: z.array(model),
      unlisted: z.array(z.looseObject({ upstream: text, why: text })),
    }),
  },
  "models show": {
    words: ["models", "show", "claude-haiku-4-5"],
    type: answer({
      ...model.shape,
      served: z.array(served),
      elsewhere: z.array(z.looseObject({ upstream: text, model: text, why: text })),
    }),
  },
  "models alias": {
    words: ["models", "alias"],
    type: answer({ aliases: z.array(z.looseObject({ upstream: text, name: text, model: text })) }),
  },
  ...askingAnswers,
  statusline: {
    words: ["statusline"],
    type: answer({
      running: z.boolean(),
      upstream: text,
      model: maybe(text),
      today: maybe(spent),
      session: maybe(spent),
      troubled: z.array(z.looseObject({ name: text, state: text })),
    }),
  },
  sessions: {
    words: ["sessions"],
    type: answer({ running: z.boolean(), since: time, sessions: z.array(session) }),
  },
  ...memoryAnswers,
  ...cacheAnswers,
  ...spendingAnswers,
  "config get": {
    words: ["config", "get", "server.port"],
    type: answer({ running: z.boolean(), name: text, value: z.unknown(), source: text }),
  },
  "config test --against": {
    words: ["config", "test", "--against", "last"],
    type: answer({ running: z.boolean(), same: z.boolean(), ...rehearsal }),
  },
  "config path": {
    words: ["config", "path"],
    type: answer({ home: text, config: text, servers: text, log: text, ledger: text }),
  },
  env: {
    words: ["env"],
    type: answer({ variables: z.record(text, text), shell: text }),
  },
  reload: {
    words: ["reload"],
    type: answer({
      generation: count,
      needs_restart: z.array(text),
      warnings: z.array(z.looseObject({ file: text, line: maybe(count), severity: text, name: text, what: text })),
    }),
  },
  "service status (not running)": {
    words: ["service", "status"],
    type: answer({ name: text, installed: z.boolean(), running: z.boolean() }),
  },
  "switch-upstream --dry-run": {
    words: ["switch-upstream", "auto", "--dry-run"],
    type: answer({
      from: text,
      to: text,
      changed: z.boolean(),
      staying: count,
      latency_ms: maybe(ms),
      warnings: z.array(text),
      formats: z.array(z.looseObject({ from: text, to: text })),
      models: z.array(z.looseObject({ from: text, to: text })),
      losses: z.array(text),
      session: maybe(text),
      model: maybe(text),
      cold_cache: maybe(z.looseObject({ sessions: count, tokens: count, cost_micros: maybe(z.int()) })),
      running: z.boolean(),
      dry_run: z.boolean(),
    }),
  },
  doctor: {
    words: ["doctor", "simulator"],
    type: answer({
      problems: count,
      hints: count,
      unchecked: count,
      findings: z.array(
        z.looseObject({
          check: text,
          level: z.enum(["ok", "problem", "hint", "unchecked"]),
          text,
          next: maybe(text),
          fix: maybe(text),
        }),
      ),
      fixed: z.array(text),
    }),
  },
  "bug-report": {
    words: ["bug-report"],
    type: answer({
      versions: z.looseObject({ cli: text, daemon: maybe(text), bun: text, system: text }),
      doctor: z.looseObject({ problems: count, hints: count }),
      status: maybe(z.looseObject({ pid: count })),
      config: maybe(z.looseObject({ file: text })),
      upstreams: maybe(z.array(z.looseObject({ name: text, has_key: z.boolean() }))),
      log: z.array(z.looseObject({})),
    }),
  },
  "logs (each line)": {
    words: ["logs", "-n", "1"],
    type: z.looseObject({ schema: z.literal(1), at: time, level: text, message: text }),
  },
} as const satisfies Readonly<Record<string, { readonly words: readonly string[]; readonly type: z.ZodType }>>;
