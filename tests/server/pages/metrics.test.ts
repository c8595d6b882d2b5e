import { expect, test } from "bun:test";
import { metricsPage } from "../../../src/server/pages/metrics.ts";
import { createMetrics } from "../../../src/state/metrics/index.ts";
import { countSessions } from "../../../src/state/sessions/counts.ts";
import { noSessions, pageFacts } from "../../support/pages.ts";
import { summary } from "../../support/summary.ts";

const ask = (query = "", accept?: string) =>
  new Request(`http://127.0.0.1/metrics${query}`, accept === undefined ? {} : { headers: { accept } });

test.each([
  ["", undefined, "application/json"],
  ["", "*/*", "application/json"],
  ["", "text/plain", "text/plain; version=0.0.4"],
  ["", "application/json, text/plain, */*", "application/json"], // what many HTTP libraries send
  ["", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/json"],
  ["", "application/json;q=0.2, text/plain;q=0.9", "text/plain; version=0.0.4"],
  [
    "",
    "application/openmetrics-text;version=1.0.0;q=0.5,text/plain;version=0.0.4;q=0.3,*/*;q=0.1",
    "application/openmetrics-text",
  ],
  ["?format=prometheus", "application/json", "text/plain; version=0.0.4"],
  ["?a=1&format=openmetrics", undefined, "application/openmetrics-text"],
  ["?format=json", "text/plain", "application/json"],
  ["?format=xml", undefined, "application/json"],
])("/metrics%s for whoever accepts %j is %s", (query, accept, type) => {
  expect(metricsPage(pageFacts(), ask(query, accept)).headers.get("content-type")).toStartWith(type);
});

test("V11, V16, C7: the figures have the names that they had in older proxies", async () => {
  const sessions = countSessions(() => 0);
  sessions.joined({ joined: "new", isKnown: false, hasHistory: true, isNew: true });
  sessions.joined({ joined: "explicit", isKnown: false, hasHistory: true, isNew: true });
  sessions.joined({ joined: "compacted", isKnown: true, hasHistory: true, isNew: false });
  sessions.expired(1);
  const metrics = createMetrics(() => sessions.view(1));
  metrics.end(
    summary({ inputTokens: 100, cacheReadTokens: 60, outputTokens: 7, costKind: "reported", costMicros: 1234 }),
  );
  metrics.end(summary({ savedTokens: 50, savedMicros: 150, cacheReadTokens: 0 }));
  metrics.end(summary({ status: 429 }));

  const page = (await metricsPage(pageFacts({ metrics: metrics.view }), ask()).json()) as Record<string, unknown>;

  expect(page).toMatchObject({
    total_requests: 7,
    active_sessions: 1,
    total_tokens_saved: 50,
    total_cost_saved: 0.00015,
    requests: { accepted: 7, in_flight: 1, refused: 2, ended: 3, ok: 2, limited: 1, errors: 1, success_rate: 2 / 3 },
    tokens: { input: 100, cache_read: 60, output: 7 },
    cost: { usd: 0.001234, micros: 1234, requests_by_kind: { reported: 1, unknown: 2 } },
    prompt_cache: { hits: 1, misses: 1 },
    sessions: {
      active_sessions: 1,
      cache_hits: 1,
      cache_misses: 2,
      cache_hit_rate: 1 / 3,
      sessions_created: 2,
      sessions_expired: 1,
      creation_rate_per_minute: 2,
      fuzzy_matches: 1,
      joined: { explicit: 1, continued: 0, forked: 0, compacted: 1, new: 1 },
    },
    models: [{ provider: "anthropic", model: "claude-x", ended: 3 }],
  });
});

test("before the first request there is no share and no time, and no 0 in their place", async () => {
  const page = await metricsPage(pageFacts({ uptimeSeconds: 0 }), ask()).json();

  expect(page).toMatchObject({
    requests: { success_rate: null },
    latency_ms: { p50: null },
    sessions: { cache_hit_rate: null, creation_rate_per_minute: 0 },
  });
});

test("what no vendor has told of a model is null, and has no sample for Prometheus", async () => {
  const metrics = createMetrics(noSessions);
  metrics.end(summary({ inputTokens: 5, reasoningTokens: null, costKind: "unknown", costMicros: null }));
  const facts = pageFacts({ metrics: metrics.view });

  const page = await metricsPage(facts, ask()).json();
  const text = await metricsPage(facts, ask("?format=prometheus")).text();

  const known = { tokens: { input: 5, reasoning: null }, cost: { usd: null, micros: null } };
  expect(page).toMatchObject({ ...known, models: [known] });
  expect(text).toMatch(/^proxy_cli_input_tokens_total\{.*\} 5$/m);
  expect(text).not.toMatch(/^proxy_cli_(reasoning_tokens|cost_usd)_total\{/m);
});

test("what the memory did is told by who made pieces shorter and by mode; what went wrong with it, and what it asked", async () => {
  const metrics = createMetrics(noSessions);
  metrics.end(
    summary({ memoryMode: "balanced", savedMicros: 150, memoryEdits: 2 }),
    [],
    [{ by: ["ansi", "logs"] }, { by: ["ansi"] }],
  );
  metrics.end(summary({ memoryMode: "lossless", savedMicros: -30 }));
  metrics.end(summary({ memoryMode: "balanced", savedMicros: 50 }));
  metrics.failOpen();
  const ownCalls = { asked: 3, failed: 1, dropped: 2, costMicros: 4000 };
  const facts = pageFacts({ metrics: metrics.view, ownCalls });

  expect(await metricsPage(facts, ask()).json()).toMatchObject({
    memory: {
      edits_by_shrinker: { ansi: 2, logs: 1 },
      cost_saved_usd_by_mode: { balanced: 0.0002, lossless: -0.00003 },
      compression_failed_open: 1,
      own_calls: { asked: 3, failed: 1, dropped: 2, cost_usd: 0.004 },
    },
  });
  const text = await metricsPage(facts, ask("?format=openmetrics")).text();
  for (const line of [
    'proxy_cli_shrunk_pieces_total{shrinker="ansi"} 2',
    'proxy_cli_saved_by_mode_usd{mode="balanced"} 0.0002',
    'proxy_cli_saved_by_mode_usd{mode="lossless"} -0.00003',
    "proxy_cli_compression_failed_open_total 1",
    "proxy_cli_own_calls_asked_total 3",
    "proxy_cli_own_calls_failed_total 1",
    "proxy_cli_own_calls_dropped_total 2",
    "proxy_cli_own_calls_cost_usd_total 0.004",
  ])
    expect(text).toContain(`${line}\n`);
});
