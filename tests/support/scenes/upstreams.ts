import type { UpstreamsView, UpstreamView } from "../../../src/control/contract.ts";
import { sceneNow } from "./status.ts";

/** Upstreams in a scene; the one in use first. */
export const upstreamsOf = (name: "calm" | "busy" | "trouble"): UpstreamsView => ({
  current: "zai-intl",
  upstreams: [...usual, ...(name === "busy" ? more : [])].map((one) =>
    name === "trouble" ? { ...one, ...(troubles[one.name] ?? {}) } : one,
  ),
  draining: [],
});

const upstream = (name: string, more: Partial<UpstreamView> = {}): UpstreamView => ({
  name,
  provider: name,
  region: null,
  endpoint: `https://api.${name}.example/v1`,
  dialects: ["anthropic"],
  addresses: [{ dialects: ["anthropic"], url: `https://api.${name}.example/v1` }],
  isCurrent: name === "zai-intl",
  takesAnyKey: false,
  key: null,
  inFlight: 0,
  state: "ok",
  sinceAt: null,
  untilAt: null,
  reason: null,
  p50Ms: 210,
  ...more,
});

const usual: readonly UpstreamView[] = [
  upstream("zai-intl", { p50Ms: 92, inFlight: 2, key: "...x7Qa" }),
  upstream("zai-cn", { p50Ms: 150, state: "limited", sinceAt: sceneNow - 26_000, untilAt: sceneNow + 41_000 }),
  upstream("anthropic", { p50Ms: 210, inFlight: 1 }),
  upstream("openai", { dialects: ["openai-chat"], state: "unknown", p50Ms: null }),
];

const more: readonly UpstreamView[] = [
  upstream("日本語の上流サーバー", { p50Ms: 1834 }),
  upstream("\u001b[31mred\u001b[0m", { p50Ms: 12 }),
  upstream("a-name-that-is-much-longer-than-any-column-of-ours", { state: "unknown", p50Ms: null }),
  upstream("simulator", { takesAnyKey: true, p50Ms: 4 }),
];

const troubles: Readonly<Record<string, Partial<UpstreamView>>> = {
  "zai-intl": { state: "failing", sinceAt: sceneNow - 12_000, reason: "status_529" },
  openai: { state: "down", sinceAt: sceneNow - 125_000, reason: "upstream_refused", p50Ms: null },
};
