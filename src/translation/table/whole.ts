import type { Row } from "./row.ts";

const chats = ["openai-chat", "openai-responses"] as const;

/** What is said of the request as a whole. */
export const wholeRows = [
  {
    ...{ rule: "held.response", from: "openai-responses", to: "any", does: "refused" },
    field: { "openai-responses": "previous_response_id, conversation" },
    why: "the messages before are kept by another vendor",
  },
  {
    ...{ rule: "held.thread", from: "anthropic", to: "any", field: { anthropic: "thread" }, does: "refused" },
    why: "the messages before are kept by another vendor",
  },
  {
    ...{ rule: "held.cached-content", from: "gemini", to: "any", field: { gemini: "cachedContent" }, does: "refused" },
    why: "what stands before the messages is kept by another vendor",
  },
  {
    ...{
      rule: "held.prompt",
      from: "openai-responses",
      to: "any",
      field: { "openai-responses": "prompt" },
      does: "refused",
    },
    why: "the prompt is kept by another vendor",
  },
  {
    ...{ rule: "held.background", from: "openai-responses", to: "any", does: "refused" },
    field: { "openai-responses": "background: true" },
    why: "an answer that is to be fetched later is kept nowhere",
  },
  {
    ...{ rule: "sampling.candidates", from: ["openai-chat", "gemini"], to: "any", does: "refused" },
    field: { "openai-chat": "n", gemini: "candidateCount" },
    why: "there is only one answer to a request there",
    at: ({ maxCandidates }) => maxCandidates < 2,
  },
  {
    ...{ rule: "format.media", from: ["openai-chat", "gemini"], to: "any", does: "refused" },
    field: { "openai-chat": "modalities without text", gemini: "responseModalities without TEXT" },
    why: "an answer in pictures or sound alone has no words there",
  },
  {
    ...{ rule: "cache.marks", from: "anthropic", to: [...chats, "gemini"], field: { anthropic: "cache_control" } },
    ...{
      does: "carried",
      why: "the prompt is kept without being told; OpenAI gets a key that is the same for each turn",
    },
  },
  {
    ...{ rule: "cache.marks-made", from: [...chats, "gemini"], to: "anthropic", field: "no marks", does: "carried" },
    why: "marks are set where they pay: with tools, or more than some 2,000 tokens of prompt",
    at: ({ cacheMarks }) => cacheMarks,
  },
  {
    ...{ rule: "cache.marks-cut", from: "any", to: "anthropic", field: "more than four marks", does: "dropped" },
    why: "four are taken: the last ones stay",
  },
  {
    ...{ rule: "fields.user", from: "any", to: "any", does: "carried" },
    field: {
      anthropic: "metadata.user_id",
      "openai-chat": "user, safety_identifier",
      "openai-responses": "user, safety_identifier",
    },
    why: "the other format's word; where it is long, or data of its own, a hash stands for it",
  },
  {
    ...{ rule: "fields.tier", from: ["anthropic", ...chats], to: ["anthropic", ...chats], does: "carried" },
    field: { anthropic: "service_tier", "openai-chat": "service_tier", "openai-responses": "service_tier" },
    why: "`default` is `standard_only`, and `auto` is `auto`",
  },
  {
    ...{ rule: "fields.tier-gone", from: ["anthropic", ...chats, "gemini"], to: "any", does: "dropped" },
    field: "service_tier: flex, priority, scale",
    why: "terms that the other vendor does not have",
  },
  {
    ...{
      rule: "fields.stored",
      from: chats,
      to: ["anthropic", "gemini"],
      field: "store: true, metadata",
      does: "dropped",
    },
    why: "nothing is kept under the client's labels",
  },
  {
    ...{ rule: "fields.verbosity", from: chats, to: ["anthropic", "gemini"], does: "dropped" },
    field: { "openai-chat": "verbosity", "openai-responses": "text.verbosity" },
    why: "there is no word for it",
  },
  {
    ...{ rule: "fields.logprobs", from: [...chats, "gemini"], to: "any", does: "dropped" },
    field: {
      ...{ "openai-chat": "logprobs, top_logprobs", "openai-responses": "top_logprobs" },
      gemini: "responseLogprobs, logprobs",
    },
    why: "the answer comes without them",
  },
  {
    ...{
      rule: "fields.bias",
      from: "openai-chat",
      to: "any",
      field: { "openai-chat": "logit_bias, prediction" },
      does: "dropped",
    },
    why: "there is no word for it",
  },
  {
    ...{ rule: "fields.context", from: ["anthropic", "openai-responses"], to: "any", does: "dropped" },
    field: { anthropic: "context_management", "openai-responses": "context_management, truncation" },
    why: "a conversation that grows too long is not shortened there",
  },
  {
    ...{
      rule: "fields.servers",
      from: "anthropic",
      to: "any",
      field: { anthropic: "mcp_servers, container" },
      does: "dropped",
    },
    why: "places that only that vendor calls",
  },
  {
    ...{
      rule: "fields.safety",
      from: "gemini",
      to: "any",
      field: { gemini: "safetySettings, modelArmorConfig" },
      does: "dropped",
    },
    why: "how strictly an answer is filtered is the other vendor's affair",
  },
  {
    ...{
      rule: "fields.refused",
      from: "any",
      to: "openai-chat",
      field: "fields that OpenAI has added",
      does: "dropped",
    },
    why: "the vendor refuses fields that it does not know",
    at: ({ fields, refusedFields }) => fields !== null || refusedFields.length > 0,
  },
  {
    ...{ rule: "fields.other", from: "any", to: "any", field: "fields that only one vendor knows", does: "dropped" },
    why: "fields that the other format has no words for",
  },
] as const satisfies readonly Row[];
