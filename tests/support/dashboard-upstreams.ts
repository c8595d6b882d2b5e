import type { Size } from "../../cli/dashboard/frame/rect.ts";
import type { State } from "../../cli/dashboard/state.ts";
import type { Stats, Status, UpstreamView } from "../../src/control/contract.ts";
import type { RequestSummary } from "../../src/core/notice.ts";
import { pressing } from "./dashboard.ts";
import { type Answering, sceneNow, sceneState } from "./dashboard-scenes.ts";
import { groupWith } from "./figures.ts";
import { emptyStatus } from "./scenes/status.ts";
import { summary } from "./summary.ts";

/** An upstream that is well, but for what is given. */
export const upstream = (name: string, more: Partial<UpstreamView> = {}): UpstreamView => ({
  name,
  provider: name,
  region: null,
  endpoint: `https://api.${name}.example`,
  dialects: ["anthropic"],
  addresses: [{ dialects: ["anthropic"], url: `https://api.${name}.example` }],
  isCurrent: false,
  takesAnyKey: false,
  key: null,
  inFlight: 0,
  state: "ok",
  sinceAt: null,
  untilAt: null,
  reason: null,
  p50Ms: 92,
  ...more,
});

const ago = (seconds: number): number => sceneNow - seconds * 1000;

/** Upstreams of every state. */
export const upstreamsOfAllKinds: readonly UpstreamView[] = [
  upstream("zai-intl", {
    provider: "zai",
    region: "International",
    dialects: ["anthropic", "openai-chat"],
    addresses: [
      { dialects: ["anthropic"], url: "https://api.z.ai/api/anthropic" },
      { dialects: ["openai-chat"], url: "https://api.z.ai/api/paas/v4" },
    ],
    key: "...x7Qa",
    inFlight: 3,
  }),
  upstream("zai-cn", {
    provider: "zai",
    region: "China",
    key: "...p0Zz",
    state: "limited",
    sinceAt: ago(13),
    untilAt: ago(-41),
    p50Ms: 150,
  }),
  upstream("anthropic", { p50Ms: 210, dialects: ["anthropic", "openai-chat"] }),
  upstream("openai", {
    dialects: ["openai-chat", "openai-responses"],
    addresses: [{ dialects: ["openai-chat", "openai-responses"], url: "https://api.openai.com" }],
    key: "...kk31",
    state: "down",
    sinceAt: ago(125),
    reason: "upstream_refused",
    p50Ms: null,
  }),
  upstream("mistral", {
    dialects: ["openai-chat"],
    state: "failing",
    sinceAt: ago(64),
    reason: "status_503",
    p50Ms: 1840,
  }),
  upstream("simulator", { takesAnyKey: true, state: "unknown", p50Ms: null }),
];

/** Requests to them, the latest first. */
export const requestsThere: readonly RequestSummary[] = (
  [
    ["zai-intl", "zai", "glm-4.6", 200, 4],
    ["zai-cn", "zai", "glm-4.6", 429, 13],
    ["zai-intl", "zai", "glm-4.6", 200, 21],
    ["anthropic", "anthropic", "claude-sonnet-4-5", 200, 31],
    ["mistral", "mistral", "mistral-large-latest", 503, 64],
    ["zai-intl", "zai", "glm-4.6v", 200, 69],
    ["openai", "openai", "gpt-5-codex", null, 125],
  ] as const
).map(([name, provider, model, status, seconds], at) =>
  summary({
    ...{ id: `r_${at}`, startedAt: ago(seconds), upstream: name, provider, model, status },
    ...(status === null ? { outcome: "SC", error: "upstream_refused" } : {}),
    client: at === 3 ? "codex" : "claude-code",
  }),
);

const figures = (name: string, more: Partial<Stats["total"]>): Stats["total"] => ({ ...groupWith(name), ...more });

const today: Stats = {
  total: figures("total", {
    requests: 1204,
    ok: 1188,
    limited: 5,
    failed: 8,
    p50Ms: 1800,
    costMicros: 4_180_000,
    unknownCost: 3,
  }),
  groups: [
    figures("zai-intl", {
      ...{ requests: 702, ok: 699, cut: 1, aborted: 2, inputTokens: 1_920_000, outputTokens: 88_000 },
      ...{ costMicros: 1_020_000, unknownCost: 3 },
    }),
    figures("anthropic", {
      ...{ requests: 410, ok: 410, inputTokens: 41_200_000, outputTokens: 1_100_000 },
      ...{ costMicros: 3_050_000, estimatedCost: 2 },
    }),
    figures("zai-cn", {
      requests: 84,
      ok: 79,
      limited: 5,
      inputTokens: 90_000,
      outputTokens: 4100,
      costMicros: 110_000,
    }),
    figures("openai", { requests: 8, failed: 8 }),
  ],
};

/** What can be different about it. */
type More = {
  readonly status?: Partial<Status>;
  readonly upstreams?: readonly UpstreamView[];
  readonly requests?: readonly RequestSummary[];
  /** Pressed when everything is known. */
  readonly keys?: readonly string[];
};

/** A dashboard on its upstreams, at this size. */
export const upstreamScene = (
  size: Size,
  { status = {}, upstreams = upstreamsOfAllKinds, requests = requestsThere, keys = [] }: More = {},
): State => {
  const told: Status = { ...emptyStatus, startedAt: ago(11_520), previousUpstream: "anthropic", ...status };
  const answers: Answering = {
    status: () => told,
    upstreams: () => ({ current: told.upstream, upstreams, draining: [] }),
    recent: () => requests,
    running: () => [],
    stats: () => today,
  };
  return sceneState({ answers, messages: [] }, size, { events: pressing("2", ...keys) });
};
