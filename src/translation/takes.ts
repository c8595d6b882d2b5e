import type { DialectName } from "../core/dialect-name.ts";
import type { Provider } from "../core/provider.ts";
import type { Takes } from "../core/takes.ts";

/** What a vendor takes in one format from a model of this name; null = the client has named none. */
export const takesOf = (provider: Pick<Provider, "quirks">, dialect: DialectName, model: string | null): Takes => {
  let takes = usual[dialect];
  for (const { dialect: about, models, ...here } of provider.quirks.takes ?? [])
    if (about === dialect && (models === undefined || (model !== null && models.test(model))))
      takes = { ...takes, ...here };
  return takes;
};

const openaiChat: Takes = {
  fields: null,
  refusedFields: [],
  renamedFields: {},
  messageFields: null,
  refusedParts: [],
  plainImageUrls: false,
  openaiFields: true,
  toolNames: { shape: /^[a-zA-Z0-9_-]+$/, maxLength: 64 },
  choices: ["auto", "none", "required", "named"],
  requiredWord: "required",
  parallelFlag: true,
  strictTools: true,
  webSearch: false,
  mixedTools: true,
  maxStops: 4,
  maxTemperature: 2,
  temperatureWithTopP: true,
  topK: false,
  seed: true,
  penalties: true,
  maxCandidates: 128,
  formats: ["text", "json", "json-schema"],
  bareSchemas: false,
  reasoning: {
    by: "effort",
    field: "reasoning_effort",
    efforts: ["minimal", "low", "medium", "high", "xhigh"],
    canBeOff: true,
    canBeAdaptive: false,
    canBeShown: false,
    budget: { min: 0, max: 0 },
  },
  cacheMarks: false,
  cacheKey: false,
  cacheRetention: null,
};

const [effortWords] = [openaiChat.reasoning];

/** What the format says, where its vendor says nothing else of a model. */
export const usual: Readonly<Record<DialectName, Takes>> = {
  "openai-chat": openaiChat,
  unified: openaiChat,
  "openai-responses": {
    ...openaiChat,
    toolNames: { shape: /^[a-zA-Z0-9_-]+$/, maxLength: 128 },
    webSearch: true,
    maxStops: 0,
    seed: false,
    penalties: false,
    maxCandidates: 1,
    reasoning: effortWords === null ? null : { ...effortWords, canBeShown: true },
  },
  anthropic: {
    ...openaiChat,
    toolNames: { shape: /^[a-zA-Z0-9_-]+$/, maxLength: 128 },
    requiredWord: "any",
    webSearch: true,
    maxStops: 8191, // no limit is documented; more than anybody sends
    maxTemperature: 1,
    topK: true,
    seed: false,
    penalties: false,
    maxCandidates: 1,
    formats: ["text", "json-schema"],
    bareSchemas: true,
    cacheMarks: true,
    reasoning: {
      by: "effort",
      field: "reasoning_effort",
      efforts: ["low", "medium", "high", "xhigh", "max"],
      canBeOff: true,
      canBeAdaptive: true,
      canBeShown: true,
      budget: { min: 1024, max: 128_000 },
    },
  },
  gemini: {
    ...openaiChat,
    toolNames: { shape: /^[a-zA-Z_][a-zA-Z0-9_.:-]*$/, maxLength: 64 },
    requiredWord: "ANY",
    parallelFlag: false,
    strictTools: false,
    webSearch: true,
    mixedTools: false,
    maxStops: 5,
    topK: true,
    maxCandidates: 8,
    reasoning: {
      by: "effort",
      field: "reasoning_effort",
      efforts: ["minimal", "low", "medium", "high"],
      canBeOff: false,
      canBeAdaptive: false, // left alone it decides by itself
      canBeShown: true,
      budget: { min: 0, max: 24_576 },
    },
  },
};
