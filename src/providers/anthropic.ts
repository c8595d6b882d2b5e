import type { Provider } from "../core/provider.ts";

/** Anthropic: api.anthropic.com, which also answers OpenAI's chat format at the same address. */
export const anthropic: Provider = {
  name: "anthropic",
  label: "Anthropic",
  endpoints: [{ dialects: ["anthropic", "openai-chat"], path: "", dropPrefix: "" }],
  keyHeaders: [
    { dialects: ["anthropic"], name: "x-api-key", prefix: "" },
    { dialects: ["openai-chat"], name: "authorization", prefix: "Bearer " },
  ],
  keyShapes: [/^sk-ant-/],
  takesAnyKey: false,
  modelShapes: [/^claude-/],
  models: {
    defaults: { small: "claude-haiku-4-5", medium: "claude-sonnet-5", large: "claude-opus-5-5" },
    sizes: [
      { tier: "small", shape: /haiku|instant/ },
      { tier: "large", shape: /opus|fable|mythos/ },
    ],
    chatless: null,
  },
  pathShapes: [/^\/v1\/(messages|complete|organizations|skills)(\/|$)/, /^\/api\/(claude|event_logging|oauth|hello)/],
  webSocketPaths: [],
  countPaths: [/^\/v1\/messages\/count_tokens$/],
  homeOf: ["anthropic"],
  preferred: { atHome: ["anthropic", "openai-chat"], elsewhere: ["anthropic", "openai-chat"] },
  split: null,
  usageOnRequest: [],
  headers: ["anthropic-version", "anthropic-beta"],
  userAgents: [/^claude-cli\//, /^Anthropic\//i],
  hosts: /(^|\.)anthropic\.com$/,
  priceLists: [],
  quirks: {},
};
