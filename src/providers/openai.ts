import type { Provider } from "../core/provider.ts";
import type { ReasoningWords, TakesHere } from "../core/takes.ts";

const both = ["openai-chat", "openai-responses"] as const;

const words = (efforts: readonly string[], canBeOff: boolean, canBeShown: boolean): ReasoningWords => ({
  ...{ by: "effort", field: "reasoning_effort", efforts, canBeOff, canBeAdaptive: false, canBeShown },
  budget: { min: 0, max: 0 },
});

const ofAnyMessage = ["role", "content", "name"];

/** What Mistral says in the same format, and z.ai, is refused, in the history of a conversation, too. */
const strange: TakesHere = {
  dialect: "openai-chat",
  renamedFields: { random_seed: "seed" },
  refusedFields: ["safe_prompt", "prompt_mode", "guardrails"],
  messageFields: {
    ...{ system: ofAnyMessage, developer: ofAnyMessage, user: ofAnyMessage },
    assistant: [...ofAnyMessage, "tool_calls", "function_call", "refusal", "audio", "annotations"],
    tool: [...ofAnyMessage, "tool_call_id"],
  },
  refusedParts: ["thinking", "reference"],
};

/** developers.openai.com: reasoning models, prompt caching, and the parameters that each model takes. */
const takes: readonly TakesHere[] = [
  strange,
  {
    ...{ dialect: "openai-chat", models: /^(o\d|gpt-5|codex-)/ },
    renamedFields: { ...strange.renamedFields, max_tokens: "max_completion_tokens" },
  },
  ...both.flatMap((dialect): TakesHere[] => {
    const isShown = dialect === "openai-responses";
    const thinking = { dialect, maxTemperature: null, penalties: false, maxStops: 0 };
    return [
      { dialect, cacheKey: true },
      { dialect, models: /^gpt-(4\.1|5)/, cacheRetention: "24h" },
      { ...thinking, models: /^(o\d|codex-)/, reasoning: words(["low", "medium", "high"], false, isShown) },
      { ...thinking, models: /^gpt-5/, reasoning: words(["minimal", "low", "medium", "high"], false, isShown) },
      { dialect, models: /^gpt-5-codex/, reasoning: words(["low", "medium", "high"], false, isShown) },
      { dialect, models: /^gpt-5-pro/, reasoning: words(["high"], false, isShown) },
      { dialect, models: /^gpt-5\.\d/, reasoning: words(["low", "medium", "high", "xhigh"], true, isShown) },
      { dialect, models: /^gpt-5\.1(?!-codex-max)/, reasoning: words(["low", "medium", "high"], true, isShown) },
      {
        ...{ dialect, models: /^(gpt-3|gpt-4|chatgpt-|gpt-5[^ ]*-chat)/, reasoning: null, maxTemperature: 2 },
        ...{ penalties: !isShown, maxStops: isShown ? 0 : 4 },
      },
    ];
  }),
];

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
  quirks: { plainTools: true, takes },
};
