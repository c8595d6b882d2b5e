import type { RequestDetail, RequestSummary, RunningRequest } from "../../../src/control/contract.ts";
import { summary } from "../summary.ts";
import { chance } from "./chance.ts";
import { sceneNow } from "./status.ts";

type Name = "calm" | "busy" | "trouble";

const second = 1000;
const ago = (seconds: number): number => Math.round(sceneNow - seconds * second);

/** Every ended request of a scene, the newest first. */
export const requestsOf = (name: Name): readonly RequestSummary[] => {
  if (name === "calm") return calm;
  if (name === "trouble") return [...troubled, ...calm].toSorted((one, other) => other.startedAt - one.startedAt);
  return busy;
};

/** The same; what a daemon answers to `recent`. */
export const summariesOf = requestsOf;

const ended = (id: string, seconds: number, more: Partial<RequestSummary>): RequestSummary =>
  summary({ id, startedAt: ago(seconds), ...usual, ...more });

const usual: Partial<RequestSummary> = {
  client: "claude-code",
  session: "s_19ab",
  upstream: "zai-intl",
  provider: "zai",
  model: "glm-4.6",
  ttftMs: 520,
  durationMs: 2100,
  inputTokens: 8100,
  cacheReadTokens: 7371,
  outputTokens: 212,
  costKind: "reported",
  costMicros: 6200,
  savedTokens: 160,
  savedMicros: 96,
};
const codex: Partial<RequestSummary> = {
  ...{ client: "codex", session: "s_77c0", upstream: "anthropic", provider: "anthropic" },
  ...{ model: "claude-sonnet-4-5", inputTokens: 90_312, cacheReadTokens: 87_600, savedTokens: 0 },
};
const curl: Partial<RequestSummary> = {
  ...{ client: "curl", session: null, upstream: "openai", provider: "openai", dialect: "openai-chat" },
  ...{ model: "gpt-4o-mini", inputTokens: 1012, cacheReadTokens: 0, outputTokens: 88, savedTokens: 0 },
};
const nothingTold: Partial<RequestSummary> = {
  ...{ inputTokens: null, cacheReadTokens: null, outputTokens: null, ttftMs: null },
  ...{ costKind: "unknown", costMicros: null, savedTokens: 0, savedMicros: null },
};

const calm: readonly RequestSummary[] = [
  ended("r_8f3k11", 17, { turn: 42 }),
  ended("r_8f3k0a", 26, {
    ...nothingTold,
    ...{ upstream: "zai-cn", status: 429, durationMs: 210, turn: 41, costKind: "reported", costMicros: 0 },
  }),
  ended("r_8f3k2q", 44, {
    ...codex,
    ...{ outcome: "SD", error: "upstream_cut", ttftMs: 1900, durationMs: 31_000, outputTokens: 804, turn: 12 },
    ...{ costKind: "estimated", costMicros: 283_000 },
  }),
  ended("r_8f3k9x", 62, {
    ...codex,
    ...{ outcome: "CD", error: "client_left", ttftMs: 1200, durationMs: 2000, outputTokens: 63, turn: 11 },
    ...{ costKind: "estimated", costMicros: 271_000 },
  }),
  ended("r_8f3j00", 82, { ...curl, ttftMs: 400, durationMs: 900, costMicros: 205 }),
  ended("r_8f3i00", 93, { ...curl, ttftMs: 12, durationMs: 14, costMicros: 0, savedTokens: 1012, savedMicros: 205 }),
  ended("r_8f3h00", 140, { turn: 40, outputTokens: 1904, durationMs: 14_300, costMicros: 31_000 }),
  ended("r_8f3g00", 190, { ...codex, ...nothingTold, turn: 10, model: "claude-next", status: 200, durationMs: 4100 }),
];

const troubled: readonly RequestSummary[] = [
  ended("r_tr0001", 6, { ...nothingTold, status: 529, durationMs: 320, turn: 43 }),
  ended("r_tr0002", 9, { ...nothingTold, status: 529, durationMs: 300, turn: 43 }),
  ended("r_tr0003", 12, {
    ...curl,
    ...nothingTold,
    ...{ status: 502, outcome: "SC", error: "upstream_refused", durationMs: 2 },
  }),
  ended("r_tr0004", 14, { ...nothingTold, upstream: "zai-cn", status: 429, durationMs: 180 }),
  ended("r_tr0005", 15, {
    ...nothingTold,
    ...{ upstream: null, provider: null, status: 403, outcome: "PR", error: "middleware_refused", durationMs: 1 },
  }),
];

const clients = [
  "claude-code",
  "codex",
  "curl",
  "cursor",
  "\u001b]52;c;aGk=\u0007evil",
  "テスト・クライアント",
  "👩‍👩‍👧 tool",
];
const upstreams = ["zai-intl", "anthropic", "openai", "日本語の上流サーバー", "\u001b[31mred\u001b[0m", "simulator"];
const models = [
  "glm-4.6",
  "claude-sonnet-4-5",
  "gpt-4o-mini",
  "مثال\u202e-model",
  "a-model\nwith-two-lines",
  "gemini-2.5-pro",
];

/** Four hundred in two minutes, from everybody to everywhere. */
const busy: readonly RequestSummary[] = (() => {
  const next = chance(42);
  const pick = (list: readonly string[]): string => list[Math.floor(next() * list.length)] ?? "";
  return Array.from({ length: 400 }, (_, at) => {
    const [roll, tokens] = [next(), Math.round(400 + 190_000 * next() ** 3)];
    const durationMs = Math.round(300 + 60_000 * next() ** 4);
    return ended(`r_b${String(400 - at).padStart(5, "0")}`, 1 + at * 0.3 + durationMs / second, {
      ...{ client: pick(clients), upstream: pick(upstreams), model: pick(models), session: `s_${1000 + (at % 37)}` },
      ...{
        turn: 1 + (at % 50),
        ttftMs: Math.round(90 + 2000 * next()),
        durationMs,
      },
      ...{
        inputTokens: tokens,
        cacheReadTokens: Math.round(tokens * next()),
        outputTokens: Math.round(9000 * next() ** 3),
      },
      ...{ costMicros: Math.round(tokens * 2.7), savedTokens: at % 3 === 0 ? Math.round(tokens / 9) : 0 },
      ...(roll < 0.08 ? { ...nothingTold, status: 429 } : {}),
      ...(roll > 0.85 ? { costKind: "unknown", costMicros: null } : {}),
      ...(roll > 0.8 && roll < 0.85 ? { costKind: "estimated" } : {}),
    });
  }).toSorted((one, other) => other.startedAt - one.startedAt);
})();

const running = (id: string, seconds: number, more: Partial<RunningRequest>): RunningRequest => ({
  ...{ id, startedAt: ago(seconds), method: "POST", path: "/v1/messages", dialect: "anthropic", client: "claude-code" },
  ...{
    model: "glm-4.6",
    upstream: "zai-intl",
    provider: "zai",
    session: "s_19ab",
    turn: 43,
    stream: true,
    attempts: 1,
    ...{ modelSent: null, translated: null },
  },
  ...{
    phase: "streaming",
    ttftMs: 700,
    bytesIn: 61_440,
    bytesOut: 5100,
    lastByteAt: sceneNow - 100,
    outputTokens: 1104,
  },
  ...more,
});

/** Requests under way, the newest first. */
export const runningOf = (name: Name): readonly RunningRequest[] => {
  if (name === "trouble") return [running("r_run001", 31, { lastByteAt: ago(29) })];
  const waiting = running("r_run003", 1, { phase: "waiting", ttftMs: null, lastByteAt: null, outputTokens: null });
  const calmly = [
    { ...waiting, client: "codex", session: "s_77c0", upstream: "anthropic", model: "claude-sonnet-4-5", bytesOut: 0 },
    running("r_run001", 12.4, {}),
    running("r_run002", 48, { client: null, model: null, session: null, turn: null, outputTokens: null }),
  ];
  if (name === "calm") return calmly;
  return Array.from({ length: 12 }, (_, at) =>
    running(`r_bus${String(12 - at).padStart(3, "0")}`, 0.4 + at * 3, { model: models[at % models.length] ?? null }),
  );
};

/** One of them as a whole; null where no scene has it. */
export const detailOf = (id: string, name: Name): RequestDetail | null => {
  const under = runningOf(name).find((one) => one.id === id) ?? null;
  const over = requestsOf(name).find((one) => one.id === id) ?? null;
  if (under === null && over === null) return null;
  return {
    summary: over,
    running: under,
    url: "https://api.zai-intl.example/v1/messages",
    rule: "the upstream that is in use",
    routed: { decision: null, losses: [], edits: [] },
    attempts: 1,
    timeline: {
      ...{ sentMs: 3, headMs: 640, firstByteMs: 700, lastByteMs: 12_300, endMs: over?.durationMs ?? null },
      ...{ pieces: 412, longestGapMs: 6100, longestGapAtMs: 4400 },
    },
    request: { headers: [["content-type", "application/json"]], bytes: 61_440 },
    answer: { status: 200, headers: [["content-type", "text/event-stream"]], bytes: 5100 },
    conversation: conversationOf(under !== null),
    whyNoConversation: null,
    costLines: [
      { what: "input", count: 729, micros: 437 },
      { what: "cache read", count: 7371, micros: 811 },
      { what: "output", count: 212, micros: 466 },
    ],
    remarks: [{ by: "memory", text: "environment_details: 3 copies, -12,004 tokens" }],
    cache: { repeatedShare: 0.96, readShare: 0.91, why: null, costMicros: null },
    edits: [],
  };
};

const conversationOf = (isRunning: boolean): RequestDetail["conversation"] => ({
  system: [{ kind: "text", name: null, text: "You are a careful programmer.", bytes: 48_400 }],
  tools: Array.from({ length: 18 }, (_, at) => ({ name: `tool_${at}`, bytes: 2088 })),
  messages: [
    { role: "assistant", parts: [{ kind: "text", name: null, text: "Shall I run them?", bytes: 17 }] },
    {
      role: "user",
      parts: [
        { kind: "text", name: null, text: "Now update the checkout tests so that\nthey pass \u001b[2J", bytes: 61 },
      ],
    },
  ],
  answer: [
    { kind: "thinking", name: null, text: "The tests use the old name of the field.", bytes: 4100 },
    { kind: "text", name: null, text: "I will change the two tests that still expect the old price.", bytes: 380 },
    ...(isRunning
      ? [{ kind: "tool-call", name: "Edit", text: '{"file":"src/checkout.test.ts"', bytes: 120 } as const]
      : []),
  ],
  cut: 0,
});
