import type { ListedRequest } from "../../cli/dashboard/data/requests.ts";
import type { Size } from "../../cli/dashboard/frame/rect.ts";
import type { State } from "../../cli/dashboard/state.ts";
import type { RequestSummary, RunningRequest } from "../../src/control/contract.ts";
import { painted, stateOf } from "./dashboard.ts";
import { summary } from "./summary.ts";

/** When the pictures of these tests are taken. */
export const pictureAt = 1_800_000_000_000;

const claude = { client: "claude-code", session: "s_19ab", upstream: "zai-intl", model: "glm-4.6" };
const codex = { client: "codex", session: "s_77c0", upstream: "anthropic", model: "claude-sonnet-4-5" };

const ago = (seconds: number): number => pictureAt - seconds * 1000;

/** One request of each kind, the newest first. */
export const oneOfEach: readonly RequestSummary[] = [
  summary({
    ...{ ...claude, id: "r_ok", startedAt: ago(16), durationMs: 2100, ttftMs: 512, turn: 42 },
    ...{ inputTokens: 8100, cacheReadTokens: 7371, outputTokens: 212, costMicros: 6100, costKind: "reported" },
    ...{ savedTokens: 165, savedMicros: 300 },
  }),
  summary({
    ...claude,
    id: "r_limited",
    upstream: "zai-cn",
    startedAt: ago(25),
    status: 429,
    ttftMs: null,
    durationMs: 210,
    costKind: "none",
    costMicros: 0,
  }),
  summary({
    ...{
      ...codex,
      id: "r_cut",
      startedAt: ago(43),
      outcome: "SD",
      error: "upstream_cut",
      ttftMs: 1900,
      durationMs: 31_000,
    },
    ...{
      inputTokens: 90_312,
      cacheReadTokens: 87_600,
      outputTokens: 804,
      costMicros: 283_000,
      costKind: "estimated",
      turn: 7,
    },
  }),
  summary({
    ...{ ...codex, id: "r_aborted", startedAt: ago(61), outcome: "CD", ttftMs: 1200, durationMs: 2000 },
    ...{ inputTokens: 90_100, cacheReadTokens: 87_400, outputTokens: 63, costMicros: 271_000, costKind: "estimated" },
  }),
  summary({
    id: "r_small",
    client: "curl",
    upstream: "openai",
    model: "gpt-4o-mini",
    startedAt: ago(80),
    ttftMs: 400,
    durationMs: 900,
    inputTokens: 1000,
    cacheReadTokens: 0,
    outputTokens: 88,
    costMicros: 210,
    costKind: "reported",
  }),
  summary({
    id: "r_down",
    client: "curl",
    upstream: "openai",
    model: "gpt-4o",
    startedAt: ago(95),
    status: 502,
    outcome: "SC",
    error: "upstream_refused",
    ttftMs: null,
    durationMs: 4,
    costKind: "none",
    costMicros: 0,
  }),
  summary({
    id: "r_refused",
    client: null,
    upstream: null,
    model: null,
    startedAt: ago(120),
    status: 403,
    outcome: "PR",
    error: "browser_origin",
    ttftMs: null,
    durationMs: 1,
    costKind: "none",
    costMicros: 0,
  }),
  summary({
    id: "r_unknown",
    client: "python",
    upstream: "anthropic",
    model: "a-model-nobody-has-a-price-for",
    startedAt: ago(150),
    ttftMs: 700,
    durationMs: 65_000,
    inputTokens: 1_920_000,
    outputTokens: 12_345,
  }),
];

/** One that was answered out of our own cache. */
export const oneHit: RequestSummary = summary({
  ...{ id: "r_hit", client: "curl", upstream: null, provider: null, model: "gpt-4o-mini", startedAt: ago(40) },
  ...{ ttftMs: 1, durationMs: 1, costKind: "none", costMicros: 0, answerCache: "hit" },
  ...{ avoidedInputTokens: 1000, avoidedOutputTokens: 88, avoidedMicros: 2100 },
});

/** One that is still writing. */
export const oneRunning: RunningRequest = {
  ...{ ...claude, id: "r_running", startedAt: ago(12.4), method: "POST", path: "/v1/messages", dialect: "anthropic" },
  ...{ provider: "zai", turn: 43, stream: true, attempts: 1, phase: "streaming", ttftMs: 700, bytesIn: 120_000 },
  ...{ modelSent: null, translated: null },
  ...{ bytesOut: 9000, lastByteAt: ago(0.1), outputTokens: 1100 },
};

/** A dashboard of this size that has heard of all of them. */
export const withRequests = (
  size: Size,
  requests = oneOfEach,
  running: readonly RunningRequest[] = [oneRunning],
): State => {
  const state = stateOf(size);
  return { ...state, link: { kind: "live" }, data: { ...state.data, requests, running } };
};

/** A picture without what the machine's own time zone would change in it. */
export const timeless = (state: State, now = pictureAt): string =>
  painted(state, now).replaceAll(/\b\d\d:\d\d:\d\d\b/g, "hh:mm:ss");

/** One of them as the list has it. */
export const listed = (id: string): ListedRequest => {
  const found = oneOfEach.find((request) => request.id === id);
  if (found === undefined) throw new Error(`no request ${id}`);
  return found;
};
