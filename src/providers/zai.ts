import type { Provider } from "../core/provider.ts";
import type { ReasoningWords, TakesHere } from "../core/takes.ts";

const chat = "openai-chat";

const switched: ReasoningWords = {
  ...{ by: "switch", field: "thinking", efforts: [], canBeOff: true, canBeAdaptive: false, canBeShown: false },
  budget: { min: 0, max: 0 },
};

/** docs.z.ai: chat completion, thinking mode, structured output. */
const takes: readonly TakesHere[] = [
  {
    ...{
      dialect: chat,
      renamedFields: { max_completion_tokens: "max_tokens" },
      choices: ["auto"],
      parallelFlag: false,
      openaiFields: false,
    },
    ...{ strictTools: false, maxStops: 1, maxTemperature: 1, penalties: false, seed: false, maxCandidates: 1 },
    ...{ formats: ["text", "json"], reasoning: switched },
  },
  { dialect: chat, models: /^glm-5\.2/i, reasoning: { ...switched, by: "effort", efforts: ["low", "high", "max"] } },
  {
    ...{ dialect: chat, models: /^glm-5\.[3-9]/i },
    reasoning: { ...switched, by: "effort", efforts: ["low", "high", "max"], canBeOff: false },
  },
  {
    ...{ dialect: "anthropic", formats: ["text"], strictTools: false, webSearch: false },
    reasoning: { ...switched, by: "budget", budget: { min: 1024, max: 32_768 } },
  },
];

/** z.ai's GLM models: one provider in two regions that speaks two formats. A region's key is not valid in the other. */
export const zai: Provider = {
  name: "zai",
  label: "z.ai GLM",
  endpoints: [
    { dialects: ["anthropic"], path: "/api/anthropic", dropPrefix: "" },
    { dialects: ["openai-chat"], path: "/api/coding/paas/v4", dropPrefix: "/v1" },
  ],
  keyHeaders: [
    { dialects: ["anthropic"], name: "x-api-key", prefix: "" },
    { dialects: ["openai-chat"], name: "authorization", prefix: "Bearer " },
  ],
  keyShapes: [/^[0-9a-f]{32}\.[A-Za-z0-9]{16}$/],
  takesAnyKey: false,
  modelShapes: [/^glm-/i],
  models: {
    defaults: { small: "glm-4.5-air", medium: "glm-4.7", large: "glm-5.3" },
    sizes: [
      { tier: "small", shape: /-(air|airx|flash|flashx)\b/i },
      { tier: "medium", shape: /-turbo\b/i },
      { tier: "large", shape: /^glm-[5-9]/i },
    ],
    chatless: /-(image|ocr|asr|tts|realtime)\b/i,
  },
  pathShapes: [/^\/api\/(anthropic|coding|paas)\//],
  webSocketPaths: [],
  countPaths: [],
  homeOf: [],
  preferred: { atHome: ["anthropic", "openai-chat"], elsewhere: ["anthropic", "openai-chat"] },
  split: { imageDialect: "openai-chat", imageModels: /^glm-[\d.]+v/i, thinkingDialect: "openai-chat" },
  usageOnRequest: [],
  headers: [],
  userAgents: [],
  hosts: /(^|\.)(z\.ai|bigmodel\.cn)$/,
  priceLists: [{ name: "zai-cn", hosts: /(^|\.)bigmodel\.cn$/ }], // billed in yuan, by its own table
  quirks: {
    noDeveloper: true,
    thoughts: "field",
    media: { image: ["base64", "url"], document: ["url"], video: ["base64", "url"] },
    takes,
  },
};
