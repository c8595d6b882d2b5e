import type { Provider } from "../core/provider.ts";
import type { TakesHere } from "../core/takes.ts";

const dialect = "anthropic";

/** With thoughts in tokens, as all models had them that came before the efforts. */
const inTokens = {
  ...({ by: "budget", field: "reasoning_effort", efforts: [] } as const),
  ...{ canBeOff: true, canBeAdaptive: false, canBeShown: false, budget: { min: 1024, max: 63_000 } },
};
const inWords = {
  ...({ by: "effort", field: "reasoning_effort", efforts: ["low", "medium", "high", "xhigh", "max"] } as const),
  ...{ canBeOff: true, canBeAdaptive: true, canBeShown: true, budget: { min: 1024, max: 128_000 } },
};

/** platform.claude.com: adaptive thinking, effort, structured outputs, and what changed with each generation. */
const takes: readonly TakesHere[] = [
  { dialect, models: /claude-(2|instant|3-)/, reasoning: null, formats: ["text"], strictTools: false },
  {
    ...{ dialect, models: /claude-(3-7|(opus|sonnet)-4(-[01])?(-\d{8}|$))/ },
    ...{ reasoning: inTokens, formats: ["text"], strictTools: false },
  },
  { dialect, models: /claude-(opus|sonnet|haiku)-4-[1-6]\b/, temperatureWithTopP: false },
  { dialect, models: /claude-(opus|sonnet|haiku)-4-5/, reasoning: inTokens },
  {
    ...{ dialect, models: /claude-(opus|sonnet)-4-6/ },
    reasoning: { ...inWords, efforts: ["low", "medium", "high", "max"] },
  },
  // From here on a temperature is refused, and so is a budget.
  {
    dialect,
    models: /claude-(opus-4-[7-9]|(opus|sonnet|haiku|fable|mythos)-([5-9]|\d\d)\b|mythos)/,
    maxTemperature: null,
  },
  { dialect, models: /claude-(fable|mythos)/, reasoning: { ...inWords, canBeOff: false } },
];

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
  quirks: {
    thoughtBegins: true,
    // "Preserved thinking": all newer ones.
    bindsThoughts: { dialect, models: /^(?!claude-(instant|2|3|4|(opus|sonnet|haiku)-[34]\b))/ },
    // "Prompt caching", minimum cacheable length.
    cachesFrom: [
      { models: /opus-4-[5-9]|haiku-4-[5-9]|opus-[5-9]|haiku-[5-9]/, tokens: 4096 },
      { models: /sonnet-4-[6-9]|sonnet-[5-9]|haiku-3/, tokens: 2048 },
    ],
    clearsToolUses: { dialect: "anthropic", type: "clear_tool_uses_20250919", beta: "context-management-2025-06-27" },
    noPrefill: /claude-((opus|sonnet|haiku)-4-[6-9]|(opus|sonnet|haiku|fable)-([5-9]|\d\d)\b|mythos)/,
    takes,
  },
};
