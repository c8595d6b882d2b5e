import type { Provider } from "../core/provider.ts";

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
  pathShapes: [/^(\/upload)?\/v1(beta|alpha)\//, /^\/ws\/google\.ai\./],
  webSocketPaths: [/^\/ws\/google\.ai\.generativelanguage\./],
  countPaths: [/^\/v1(beta|alpha)?\/models\/[^/]+:countTokens$/],
  homeOf: ["gemini"],
  usageOnRequest: [],
  headers: ["x-goog-api-key", "x-goog-api-client", "x-goog-user-project"],
  userAgents: [/^google-genai-sdk\//, /^GeminiCLI/],
  hosts: /^generativelanguage\.googleapis\.com$/,
  priceLists: [],
};
