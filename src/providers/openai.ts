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
  pathShapes: [
    /^\/v1\/(responses|embeddings|audio|images|moderations|realtime|assistants|threads|vector_stores)(\/|$)/,
    /^\/v1\/(fine_tuning|uploads|evals|containers|videos|completions|batches)(\/|$)/,
  ],
  webSocketPaths: [/^\/v1\/(realtime|responses)$/],
  countPaths: [/^\/v1\/responses\/input_tokens$/],
  homeOf: ["openai-chat", "openai-responses"],
  usageOnRequest: ["openai-chat"],
  headers: ["openai-organization", "openai-project", "openai-beta"],
  userAgents: [/^OpenAI\//, /^codex/],
  hosts: /^api\.openai\.com$/,
  priceLists: [],
};
