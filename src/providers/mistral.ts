import type { Provider } from "../core/provider.ts";

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
  userAgents: [/^mistral-client/, /speakeasy-sdk\/.*mistralai/],
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
  },
};
