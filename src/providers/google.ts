import type { Provider } from "../core/provider.ts";
import type { ReasoningWords, TakesHere } from "../core/takes.ts";

const dialect = "gemini";

const tokens = (min: number, max: number, canBeOff: boolean): ReasoningWords => ({
  ...{ by: "budget", field: "reasoning_effort", efforts: [], canBeOff, canBeAdaptive: true, canBeShown: true },
  budget: { min, max },
});

const words = (...efforts: readonly string[]): ReasoningWords => ({
  ...{ by: "effort", field: "reasoning_effort", efforts, canBeOff: false, canBeAdaptive: false, canBeShown: true },
  budget: { min: 0, max: 0 },
});

/** ai.google.dev: Gemini thinking; a level and a budget together are refused. */
const takes: readonly TakesHere[] = [
  { dialect, models: /gemini-(1|2\.0)/, reasoning: null },
  { dialect, models: /gemini-2\.5/, reasoning: tokens(0, 24_576, true) },
  { dialect, models: /gemini-2\.5-flash-lite/, reasoning: tokens(512, 24_576, true) },
  { dialect, models: /gemini-2\.5-pro/, reasoning: tokens(128, 32_768, false) },
  { dialect, models: /gemini-3-pro/, reasoning: words("low", "high") },
  { dialect, models: /gemini-(3\.\d+|[4-9]\S*)-pro/, reasoning: words("low", "medium", "high") },
];

/** Google's Gemini API: generativelanguage.googleapis.com, with its OpenAI-compatible address. */
export const google: Provider = {
  name: "google",
  label: "Google",
  endpoints: [
    { dialects: ["gemini"], path: "", dropPrefix: "" },
    { dialects: ["openai-chat"], path: "/v1beta/openai", dropPrefix: "/v1" },
  ],
  keyHeaders: [
    { dialects: ["gemini"], name: "x-goog-api-key", prefix: "" },
    { dialects: ["openai-chat"], name: "authorization", prefix: "Bearer " },
  ],
  keyShapes: [/^AIza/],
  takesAnyKey: false,
  modelShapes: [/^(models\/)?gemini-/],
  models: {
    defaults: { small: "gemini-3.5-flash-lite", medium: "gemini-3.8-flash", large: "gemini-3.1-pro-preview" },
    sizes: [
      { tier: "small", shape: /flash|-lite\b|nano/ }, // what its own clients take for what is done on the side
      { tier: "large", shape: /-pro\b|ultra/ },
    ],
    chatless: /embedding|-(image|tts|live|audio)\b/,
  },
  pathShapes: [/^(\/upload)?\/v1(beta|alpha)\//, /^\/ws\/google\.ai\./],
  webSocketPaths: [/^\/ws\/google\.ai\.generativelanguage\./],
  countPaths: [/^\/v1(beta|alpha)?\/models\/[^/]+:countTokens$/],
  homeOf: ["gemini"],
  preferred: { atHome: ["gemini", "openai-chat"], elsewhere: ["gemini", "openai-chat"] },
  split: null,
  usageOnRequest: [],
  headers: ["x-goog-api-key", "x-goog-api-client", "x-goog-user-project"],
  userAgents: [/^google-genai-sdk\//, /^GeminiCLI/],
  hosts: /^generativelanguage\.googleapis\.com$/,
  priceLists: [],
  quirks: {
    callSeal: { models: /gemini-([3-9]|\d\d)/, standIn: "skip_thought_signature_validator" }, // ai.google.dev: thought signatures, FAQ
    mediaInResults: /gemini-([3-9]|\d\d)/,
    takes,
  },
};
