import type { Provider } from "../core/provider.ts";

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
  },
};
