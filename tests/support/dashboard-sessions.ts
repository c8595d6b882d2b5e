import type { Size } from "../../cli/dashboard/frame/rect.ts";
import type { State } from "../../cli/dashboard/state.ts";
import type { SessionDetail, SessionView } from "../../src/control/contract.ts";
import type { RequestSummary } from "../../src/core/notice.ts";
import type { RunningRequest } from "../../src/core/running.ts";
import { sessionDetail } from "../../src/state/sessions/view.ts";
import { pressing } from "./dashboard.ts";
import { sceneNow, sceneOf, sceneState } from "./dashboard-scenes.ts";
import { summary } from "./summary.ts";

const ago = (seconds: number): number => sceneNow - seconds * 1000;

/** A session, but for what is given. */
export const session = (id: string, more: Partial<SessionView> = {}): SessionView => ({
  ...{ id, active: true, client: "claude-code", parent: null, startedAt: ago(3840), lastAt: ago(11), turns: 42 },
  ...{
    model: "claude-sonnet-4-5",
    upstream: "anthropic",
    pin: null,
    memory: null,
    contextTokens: 142_300,
    windowTokens: null,
    requests: 44,
  },
  ...{ inputTokens: 4_100_000, outputTokens: 61_000, cachedShare: 0.88 },
  ...{ costMicros: 2_410_000, estimatedCost: 0, unknownCost: 0, savedTokens: 412_000 },
  savedMicros: null,
  prefixBreaks: 0,
  ...{ cacheBreaks: 0, cacheBreakMicros: null },
  ...more,
});

/** Conversations of a morning. */
export const someSessions: readonly SessionView[] = [
  session("s_19ab33c0d1e2", {
    windowTokens: 200_000,
    unknownCost: 1,
    cacheBreaks: 2,
    cacheBreakMicros: 690_000,
  }),
  session("s_77c0a1b2c3d4", {
    ...{ client: "codex", turns: 11, lastAt: ago(125), model: "gpt-5-codex", upstream: "openai" },
    ...{ contextTokens: 90_100, costMicros: 830_000, estimatedCost: 2, cachedShare: 0.35 },
  }),
  session("s_40f1e2d3c4b5", {
    client: "claude-code",
    parent: "s_19ab33c0d1e2",
    turns: 3,
    lastAt: ago(1310),
    costMicros: 4100,
  }),
  session("s_0011223344aa", {
    ...{ active: false, client: null, turns: null, model: null, upstream: null, lastAt: ago(9000) },
    ...{ contextTokens: null, cachedShare: null, costMicros: null, unknownCost: 4, requests: 4 },
  }),
];

const turnOf = (turn: number, more: Partial<RequestSummary> = {}): RequestSummary => {
  const inputTokens = 20_000 + turn * 3000;
  return summary({
    ...{ id: `r_t${String(turn).padStart(3, "0")}`, session: "s_19ab33c0d1e2", turn, startedAt: ago(3840 - turn * 90) },
    ...{ client: "claude-code", model: "claude-sonnet-4-5", upstream: "anthropic", durationMs: 12_000 },
    ...{
      inputTokens,
      cacheReadTokens: Math.round(inputTokens * 0.97),
      cacheWriteTokens: 3000,
      outputTokens: 300 + turn * 40,
    },
    ...{
      costKind: "reported",
      costMicros: Math.round(inputTokens * 0.35),
      savedTokens: turn > 20 ? 1200 : 0,
      savedMicros: 360,
    },
    ...more,
  });
};

const broken = (turn: number, why: string): RequestSummary =>
  turnOf(turn, { cacheReadTokens: 0, cacheBreak: why, cacheBreakMicros: 345_000, costMicros: 441_000 });

/** A conversation that grows, but for what is given of its turns. */
export const growing = (instead: readonly RequestSummary[] = [], count = 40): SessionDetail => {
  const byTurn = new Map(instead.map((one) => [one.turn, one]));
  const turns = Array.from({ length: count }, (_, at) => byTurn.get(at + 1) ?? turnOf(at + 1));
  const beside = turnOf(1, {
    id: "r_beside",
    turn: null,
    inputTokens: 400,
    cacheReadTokens: 0,
    cacheWriteTokens: 0,
    startedAt: ago(3700),
    outputTokens: 9,
  });
  const detail = sessionDetail("s_19ab33c0d1e2", null, [turns[0] ?? beside, beside, ...turns.slice(1)]);
  if (detail === null) throw new Error("A session of requests is known.");
  return { ...detail, session: { ...detail.session, active: true } };
};

/** One whose cache was lost twice. */
export const twiceBroken: SessionDetail = growing([
  broken(12, "tools[7] was added"),
  broken(38, "system[0] changed"),
  turnOf(35, { status: 429, inputTokens: null, cacheReadTokens: null, outputTokens: null, costMicros: 0 }),
]);

/** One in which batches changed what had gone out before. */
export const withBatches: SessionDetail = growing(
  [14, 27, 38].map((turn) =>
    turnOf(turn, {
      ...{ memoryMode: "balanced", memoryEdits: 9, prefixBreak: turn === 14 ? "cold" : "break-even" },
      ...{ savedTokens: 9000, savedMicros: 3100, readsLostMicros: 21_000, extraWritesMicros: 4000 },
    }),
  ),
);

/** One of which no vendor told what it cost. */
export const ofUnknownCost: SessionDetail = growing(
  Array.from({ length: 4 }, (_, at) =>
    turnOf(at + 1, {
      costKind: "unknown",
      costMicros: null,
      cacheReadTokens: null,
      cacheWriteTokens: null,
      model: "claude-next",
    }),
  ),
  4,
);

/** A dashboard on its sessions, at this size. */
export const sessionsScene = (
  size: Size,
  keys: readonly string[],
  {
    sessions = someSessions,
    detail = twiceBroken,
    running = [],
  }: {
    readonly sessions?: readonly SessionView[];
    readonly detail?: SessionDetail | null;
    readonly running?: readonly RunningRequest[];
  } = {},
): State => {
  const answers = {
    ...sceneOf("calm").answers,
    sessions: () => sessions,
    session: () => detail,
    recent: () => [],
    running: () => running,
  };
  return sceneState({ answers, messages: [] }, size, { events: pressing("3", ...keys) });
};
