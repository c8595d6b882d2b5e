import type { Provider } from "../core/provider.ts";
import type { TakesHere } from "../core/takes.ts";

const dialect = "openai-chat";

/** docs.mistral.ai, chat completions: a field that is not in this list is refused (422). */
const fields = [
  ...[
    "model",
    "messages",
    "stream",
    "tools",
    "tool_choice",
    "parallel_tool_calls",
    "response_format",
    "prompt_cache_key",
  ],
  ...["temperature", "top_p", "max_tokens", "stop", "random_seed", "presence_penalty", "frequency_penalty", "n"],
  ...["metadata", "prediction", "prompt_mode", "reasoning_effort", "safe_prompt", "guardrails"],
];

/** The same for messages. */
const messageFields = {
  ...{ system: ["role", "content"], developer: ["role", "content"], user: ["role", "content"] },
  assistant: ["role", "content", "tool_calls", "prefix"],
  tool: ["role", "content", "tool_call_id", "name"],
};

const takes: readonly TakesHere[] = [
  {
    ...{ dialect, fields, renamedFields: { max_completion_tokens: "max_tokens", seed: "random_seed" } },
    ...{ messageFields, plainImageUrls: true },
    ...{ requiredWord: "any", maxStops: 64, maxTemperature: 1.5, reasoning: null, cacheKey: true },
  },
  {
    ...{ dialect, models: /^mistral-(small|medium)-(latest|26)/ },
    reasoning: {
      ...({
        by: "effort",
        field: "reasoning_effort",
        efforts: ["high"],
        canBeOff: true,
        canBeAdaptive: false,
      } as const),
      ...{ canBeShown: false, budget: { min: 0, max: 0 } },
    },
  },
];

/** Mistral: api.mistral.ai, OpenAI's chat format with quirks of its own. */
export const mistral: Provider = {
  name: "mistral",
  label: "Mistral",
  endpoints: [{ dialects: ["openai-chat"], path: "", dropPrefix: "" }],
  keyHeaders: [{ dialects: ["openai-chat"], name: "authorization", prefix: "Bearer " }],
  keyShapes: [], // 32 letters and digits: could be anybody's
  takesAnyKey: false,
  modelShapes: [/^(mistral|codestral|magistral|ministral|pixtral|devstral|voxtral|open-mistral|open-mixtral)/],
  models: {
    defaults: { small: "mistral-small-latest", medium: "mistral-medium-latest", large: "mistral-large-latest" },
    sizes: [
      { tier: "small", shape: /^ministral|-(small|tiny|nemo|mini|\d{1,2}b)\b/ },
      { tier: "large", shape: /-large\b/ },
    ],
    chatless: /-(embed|ocr|moderation|transcribe|tts)\b/,
  },
  pathShapes: [/^\/v1\/(fim|agents|ocr|classifications|libraries)(\/|$)/],
  webSocketPaths: [],
  countPaths: [],
  homeOf: [],
  preferred: { atHome: ["openai-chat"], elsewhere: ["openai-chat"] },
  split: null,
  usageOnRequest: [],
  headers: [],
  userAgents: [/^mistral-client/, /speakeasy-sdk\/.*mistralai/, /\bai-sdk\/mistral\//],
  hosts: /^api\.mistral\.ai$/,
  priceLists: [],
  quirks: {
    callIdLength: 9,
    instructionsFirst: ["openai-chat"],
    noDeveloper: true,
    answersResults: true,
    prefillMark: "prefix",
    thoughts: "parts",
    media: { image: ["base64", "url"], document: ["base64", "url"], audio: ["base64"] },
    documentForm: "document_url",
    takes,
  },
};
