import type { Provider } from "../core/provider.ts";
import type { TakesHere } from "../core/takes.ts";

/** As the vendors whose formats it speaks. */
const takes: readonly TakesHere[] = [
  { dialect: "openai-chat", cacheKey: true },
  { dialect: "openai-responses", cacheKey: true },
];

/** The built-in offline vendor: speaks every format, takes any key, never leaves this machine. */
export const simulator: Provider = {
  name: "simulator",
  label: "Simulator",
  endpoints: [{ dialects: ["anthropic", "openai-chat", "openai-responses", "gemini"], path: "", dropPrefix: "" }],
  keyHeaders: [
    { dialects: ["anthropic"], name: "x-api-key", prefix: "" },
    { dialects: ["openai-chat", "openai-responses"], name: "authorization", prefix: "Bearer " },
    { dialects: ["gemini"], name: "x-goog-api-key", prefix: "" },
  ],
  keyShapes: [],
  takesAnyKey: true,
  modelShapes: [],
  models: null,
  pathShapes: [],
  webSocketPaths: [/^\/v1\/(realtime|responses)$/],
  countPaths: [/^\/v1\/messages\/count_tokens$/, /^\/v1(beta)?\/models\/[^/]+:countTokens$/],
  homeOf: [],
  preferred: {
    atHome: ["openai-chat", "anthropic", "openai-responses", "gemini"],
    elsewhere: ["openai-chat", "anthropic", "openai-responses", "gemini"],
  },
  split: null,
  usageOnRequest: ["openai-chat"],
  headers: [],
  userAgents: [],
  hosts: null,
  priceLists: [],
  quirks: {
    plainTools: true,
    ownCount: true,
    thoughts: "field",
    thoughtBegins: true,
    bindsThoughts: { dialect: "anthropic", models: /^(?!claude-(3|4|(opus|sonnet|haiku)-[34]\b))/ },
    clearsToolUses: { dialect: "anthropic", type: "clear_tool_uses_20250919", beta: "context-management-2025-06-27" },
    callSeal: { models: /gemini-([3-9]|\d\d)/, standIn: "skip_thought_signature_validator" },
    mediaInResults: /gemini-([3-9]|\d\d)/,
    takes,
  },
};
