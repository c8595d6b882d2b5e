import type { Row } from "./row.ts";
import { toolRows } from "./tools.ts";
import { wholeRows } from "./whole.ts";

const chats = ["openai-chat", "openai-responses"] as const;

/** How the answer is drawn. */
const samplingRows = [
  {
    ...{ rule: "sampling.max-tokens-added", from: ["openai-chat", "openai-responses", "gemini"], to: "anthropic" },
    ...{ field: "no `max_tokens`", does: "added" },
    why: "`max_tokens` is demanded: the most that the model gives, else 8,192",
  },
  {
    ...{ rule: "sampling.max-tokens-capped", from: "any", to: "any", does: "changed" },
    field: {
      ...{ anthropic: "max_tokens", "openai-chat": "max_completion_tokens, max_tokens" },
      ...{ "openai-responses": "max_output_tokens", gemini: "maxOutputTokens" },
    },
    why: "the model gives fewer tokens than were asked for",
  },
  {
    ...{ rule: "sampling.temperature-range", from: "any", to: "any", field: "temperature", does: "changed" },
    why: "above the highest that is taken: that one stands there",
    at: ({ maxTemperature }) => maxTemperature !== null && maxTemperature < 2,
  },
  {
    ...{
      rule: "sampling.temperature-gone",
      from: "any",
      to: "any",
      field: "temperature, top_p, top_k",
      does: "dropped",
    },
    why: "the model takes no temperature",
    at: ({ maxTemperature }) => maxTemperature === null,
  },
  {
    ...{ rule: "sampling.top-p-beside", from: "any", to: "any", field: "top_p beside a temperature", does: "dropped" },
    why: "the model takes only one of the two",
    at: ({ temperatureWithTopP }) => !temperatureWithTopP,
  },
  {
    ...{ rule: "sampling.thinking", from: "any", to: "anthropic", field: "temperature, top_p, top_k", does: "dropped" },
    why: "a model that thinks takes no temperature",
    at: ({ maxTemperature }) => maxTemperature !== null,
  },
  {
    ...{
      rule: "sampling.top-k",
      from: ["anthropic", "openai-chat", "gemini"],
      to: "any",
      field: "top_k",
      does: "dropped",
    },
    why: "there is no word for it",
    at: ({ topK }) => !topK,
  },
  {
    ...{ rule: "sampling.seed", from: ["openai-chat", "gemini"], to: "any", field: "seed", does: "dropped" },
    why: "there is no word for it",
    at: ({ seed }) => !seed,
  },
  {
    ...{ rule: "sampling.penalties", from: ["openai-chat", "gemini"], to: "any", does: "dropped" },
    field: { "openai-chat": "presence_penalty, frequency_penalty", gemini: "presencePenalty, frequencyPenalty" },
    why: "they are not taken there",
    at: ({ penalties }) => !penalties,
  },
  {
    ...{ rule: "sampling.stop-some", from: ["anthropic", "openai-chat", "gemini"], to: "any", does: "changed" },
    field: { anthropic: "stop_sequences", "openai-chat": "stop", gemini: "stopSequences" },
    why: "only the first ones: so many are not taken",
    at: ({ maxStops }) => maxStops > 0,
  },
  {
    ...{ rule: "sampling.stop-none", from: ["anthropic", "openai-chat", "gemini"], to: "any", does: "dropped" },
    field: { anthropic: "stop_sequences", "openai-chat": "stop", gemini: "stopSequences" },
    why: "none are taken: the answer goes on where they would have ended it",
    at: ({ maxStops }) => maxStops === 0,
  },
] as const satisfies readonly Row[];

const efforts = {
  ...{ anthropic: "output_config.effort", "openai-chat": "reasoning_effort", "openai-responses": "reasoning.effort" },
  gemini: "thinkingLevel",
};
const budgets = {
  anthropic: "thinking.budget_tokens",
  "openai-chat": "reasoning.max_tokens",
  gemini: "thinkingBudget",
};
const counted = ["anthropic", "openai-chat", "gemini"] as const;

/** How much is thought. */
const reasoningRows = [
  {
    ...{ rule: "reasoning.effort-to-budget", from: "any", to: "any", field: efforts, does: "changed" },
    why: "an effort becomes a budget of tokens",
    at: ({ reasoning }) => reasoning?.by === "budget",
  },
  {
    ...{ rule: "reasoning.budget-to-effort", from: counted, to: "any", field: budgets, does: "changed" },
    why: "a budget of tokens becomes an effort",
    at: ({ reasoning }) => reasoning?.by === "effort",
  },
  {
    ...{ rule: "reasoning.effort-near", from: "any", to: "any", field: efforts, does: "changed" },
    why: "the nearest effort that the model has",
    at: ({ reasoning }) => reasoning?.by === "effort",
  },
  {
    ...{ rule: "reasoning.switched", from: "any", to: "any", field: efforts, does: "changed" },
    why: "thinking can only be switched on and off",
    at: ({ reasoning }) => reasoning?.by === "switch",
  },
  {
    ...{ rule: "reasoning.none", from: "any", to: "any", field: efforts, does: "dropped" },
    why: "the model is not told how much to think",
    at: ({ reasoning }) => reasoning === null,
  },
  {
    ...{ rule: "reasoning.off", from: "any", to: "any", field: "no thinking at all", does: "changed" },
    why: "the model always thinks: as little as it can",
    at: ({ reasoning }) => reasoning?.canBeOff === false,
  },
  {
    ...{ rule: "reasoning.adaptive", from: ["anthropic", "openai-chat", "gemini"], to: "any", does: "changed" },
    field: {
      anthropic: "thinking.type: adaptive",
      "openai-chat": "thinking.type: adaptive",
      gemini: "thinkingBudget: -1",
    },
    why: "a model that would not think by itself is asked for a medium effort",
    at: ({ reasoning }) => reasoning?.canBeAdaptive === false && reasoning.canBeOff,
  },
  {
    ...{ rule: "reasoning.budget-cut", from: "any", to: "any", field: budgets, does: "changed" },
    why: "a budget has to be within what the model takes, and below the tokens of the answer",
    at: ({ reasoning }) => reasoning?.by === "budget",
  },
  {
    ...{ rule: "reasoning.no-room", from: "any", to: "anthropic", field: efforts, does: "dropped" },
    why: "the answer has fewer tokens than the smallest budget of thoughts",
    at: ({ reasoning }) => reasoning?.by === "budget",
  },
  {
    ...{ rule: "reasoning.forced-tool", from: "any", to: "anthropic", field: efforts, does: "changed" },
    why: "a model that has to call a tool must not think: thinking is switched off",
    at: ({ reasoning }) => reasoning?.canBeOff === true,
  },
  {
    ...{ rule: "reasoning.thought-gone", from: "any", to: "anthropic", field: efforts, does: "changed" },
    why: "a turn under way whose thought is gone must not be gone on with under a budget: this answer is given without",
    at: ({ reasoning }) => reasoning?.by === "budget" && reasoning.canBeOff,
  },
] as const satisfies readonly Row[];

/** What shape the answer has. */
const formatRows = [
  {
    ...{ rule: "format.schema-told", from: "any", to: "any", does: "changed" },
    field: {
      ...{ anthropic: "output_config.format", "openai-chat": "response_format: json_schema" },
      ...{ "openai-responses": "text.format: json_schema", gemini: "responseJsonSchema, responseSchema" },
    },
    why: "the model is told the schema in its instructions: it is not held to it",
    at: ({ formats }) => !formats.includes("json-schema"),
  },
  {
    ...{ rule: "format.json-told", from: ["openai-chat", "openai-responses", "gemini"], to: "any", does: "changed" },
    field: {
      ...{ "openai-chat": "response_format: json_object", "openai-responses": "text.format: json_object" },
      gemini: "responseMimeType: application/json",
    },
    why: "the model is told in its instructions to answer in JSON",
    at: ({ formats }) => !formats.includes("json"),
  },
  {
    ...{
      rule: "format.json-word",
      from: ["gemini"],
      to: chats,
      field: "responseMimeType: application/json",
      does: "added",
    },
    why: "instructions that speak of JSON are demanded with it",
  },
  {
    ...{
      rule: "format.schema-closed",
      from: "any",
      to: "anthropic",
      field: "a schema with open objects",
      does: "changed",
    },
    why: "every object of the schema has to be closed (`additionalProperties: false`)",
    at: ({ formats }) => formats.includes("json-schema"),
  },
  {
    ...{ rule: "format.schema-limits", from: "any", to: "anthropic", field: "limits in a schema", does: "changed" },
    why: "numbers, lengths and patterns are not taken: they stand in the description",
    at: ({ bareSchemas, formats }) => bareSchemas && formats.includes("json-schema"),
  },
  {
    ...{ rule: "format.schema-words", from: "any", to: "gemini", field: "limits in a schema", does: "changed" },
    why: "words that are not taken there stand in the description",
  },
] as const satisfies readonly Row[];

/** What becomes of everything in a request that is no message. */
export const settingRows = [...toolRows, ...samplingRows, ...reasoningRows, ...formatRows, ...wholeRows];
