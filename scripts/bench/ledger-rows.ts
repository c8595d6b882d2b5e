import type { RequestSummary } from "../../src/core/notice.ts";
import { requestIds } from "../../src/lib/id.ts";
import { type RowValues, valuesOf } from "../../src/state/ledger/row.ts";

const models = [
  ["claude-sonnet-4-6", "anthropic", "anthropic"],
  ["claude-haiku-4-5-20251001", "anthropic", "anthropic"],
  ["glm-4.6", "zai", "anthropic"],
  ["gpt-5-mini", "openai", "openai-responses"],
  ["gemini-2.5-pro", "google", "gemini"],
  ["mistral-large-latest", "mistral", "openai-chat"],
] as const;
const clients = ["claude-cli", "codex", "gemini-cli", "openai-node"] as const;

/** A conversation has about so many turns. */
const turns = 40;

/** So many conversations run at the same time. */
const atOnce = 6;

/**
 * Rows of a busy machine, so many in all, spread over a time in their order: conversations that begin and end, a few
 * models and clients, some refusals and cuts. The function gives the next of them, none at the end. The same each time.
 */
export const requestsOf = (rows: number, from: number, to: number): ((count: number) => readonly RowValues[]) => {
  const random = numbers(20_261_121);
  let at = from;
  const newId = requestIds(() => at, random);
  const step = Number.isFinite(rows) ? (to - from) / rows : 100;
  let made = 0;
  const next = (): RequestSummary => {
    at = Math.floor(from + made * step);
    const conversation = Math.floor(made / turns / atOnce) * atOnce + (made % atOnce);
    made++;
    return requestOf(newId(), at, conversation, random);
  };
  return (count) => Array.from({ length: Math.min(count, Math.max(0, rows - made)) }, () => valuesOf(next(), "bench"));
};

const requestOf = (id: string, startedAt: number, conversation: number, random: () => number): RequestSummary => {
  const chance = random();
  const [model, provider, dialect] = models[Math.floor(conversation * 7.31) % models.length] ?? models[0];
  const isRefused = chance < 0.02;
  const inputTokens = isRefused ? null : Math.floor(2000 + random() * 90_000);
  return {
    id,
    startedAt,
    method: "POST",
    path: "/v1/messages",
    dialect,
    client: clients[conversation % clients.length] ?? null,
    model,
    upstream: provider,
    provider,
    ...{ modelSent: null, translated: null, rule: "auto: path" },
    stream: true,
    attempts: 1,
    status: isRefused ? 429 : 200,
    outcome: chance > 0.99 ? "SD" : chance > 0.98 ? "cD" : "--",
    error: null,
    bytesIn: 4 * (inputTokens ?? 100),
    bytesOut: Math.floor(random() * 40_000),
    ttftMs: isRefused ? null : 200 + 1500 * random() ** 3,
    durationMs: 300 + 60_000 * random() ** 4,
    modelUsed: isRefused ? null : model,
    session: `s_${conversation.toString(36).padStart(8, "0")}`,
    turn: 1,
    inputTokens,
    cacheReadTokens: inputTokens === null ? null : Math.floor(inputTokens * 0.8),
    cacheWriteTokens: inputTokens === null ? null : Math.floor(inputTokens * 0.1),
    outputTokens: isRefused ? null : Math.floor(random() * 2000),
    reasoningTokens: null,
    usageAnomalies: 0,
    costKind: isRefused ? "none" : chance > 0.98 ? "estimated" : "reported",
    costMicros: isRefused ? 0 : chance > 0.5 && chance < 0.501 ? null : Math.floor(random() * 90_000),
    savedTokens: 0,
    savedMicros: 0,
    readsLostMicros: null,
    extraWritesMicros: null,
    ownCallsMicros: 0,
    memoryMode: null,
    memoryEdits: 0,
    prefixBreak: null,
    cacheBreak: null,
    cacheBreakMicros: null,
    ...{ answerCache: null, avoidedInputTokens: null, avoidedOutputTokens: null, avoidedMicros: null },
  };
};

/** Numbers between 0 and 1 that are the same in every run (mulberry32). */
const numbers = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
};
