import type { Provider } from "../core/provider.ts";

/** OpenAI: api.openai.com. */
export const openai: Provider = {
  name: "openai",
  label: "OpenAI",
  endpoints: [{ dialects: ["openai-chat", "openai-responses"], path: "", dropPrefix: "" }],
  keyHeaders: [{ dialects: ["openai-chat", "openai-responses"], name: "authorization", prefix: "Bearer " }],
  keyShapes: [/^sk-(?!ant-)/],
  takesAnyKey: false,
  modelShapes: [/^(gpt-|o\d|chatgpt-|codex-|text-embedding-|dall-e|whisper|tts-)/],
  models: {
    defaults: { small: "gpt-5.6-luna", medium: "gpt-5.6-terra", large: "gpt-5.6-sol" },
    sizes: [
      { tier: "small", shape: /-(mini|nano|luna|20b)\b|gpt-3\.5/ },
      { tier: "large", shape: /-(pro|sol|astra)\b|codex|^o\d/ },
    ],
    chatless: /embedding|moderation|whisper|transcribe|realtime|-(image|audio|tts)\b|^(dall-e|tts|sora)/,
  },
  pathShapes: [
    /^\/v1\/(responses|embeddings|audio|images|moderations|realtime|assistants|threads|vector_stores)(\/|$)/,
    /^\/v1\/(fine_tuning|uploads|evals|containers|videos|completions|batches)(\/|$)/,
  ],
  webSocketPaths: [/^\/v1\/(realtime|responses)$/],
  countPaths: [/^\/v1\/responses\/input_tokens$/],
  homeOf: ["openai-chat", "openai-responses"],
  preferred: { atHome: ["openai-responses", "openai-chat"], elsewhere: ["openai-chat", "openai-responses"] },
  split: null,
  usageOnRequest: ["openai-chat"],
  headers: ["openai-organization", "openai-project", "openai-beta"],
  userAgents: [/^OpenAI\//, /^codex/],
  hosts: /^api\.openai\.com$/,
  priceLists: [],
  quirks: { plainTools: true },
};
