import type { Weights } from "../../../src/meter/tokens/weights.ts";

/** What is expected of a family before any recording is looked at; what is not named is that of `usual`. */
const usual: Weights = {
  fixed: 4,
  message: 3,
  step: 15,
  preamble: 50,
  mustCall: 0,
  thinks: 0,
  chatPreamble: 0,
  text: 1.03,
  characters: 0,
  tools: 1,
};

/** OpenAI: four tokens a message and three for the answer to come; tools are written shorter than their JSON. */
const openai: Weights = { ...usual, fixed: 3, message: 4, step: 5, preamble: 10, text: 1, tools: 0.7 };

/** Anthropic: a tokenizer with more tokens for the same text; calls of tools spelled out; hundreds of tokens on how to call them. */
const anthropic: Weights = { ...usual, fixed: 6, step: 67, preamble: 346, text: 0.96, characters: 0.045, tools: 1.1 };

/** By the name of the family. */
const known: Readonly<Record<string, Weights>> = {
  "claude-5": { ...anthropic, preamble: 400, text: 1.22, tools: 1.4 },
  "claude-4.5": { ...anthropic, preamble: 490, mustCall: 105, thinks: 25 },
  "claude-4": anthropic,
  "claude-3": { ...anthropic, step: 50, preamble: 300 },
  "gpt-3.5": openai,
  "gpt-4": openai,
  "gpt-5": { ...openai, chatPreamble: 75 },
  o: openai,
  "gemini-3": { ...usual, fixed: 1, message: 0, step: 10, preamble: 0, text: 1 },
  gemini: { ...usual, fixed: 0, message: 0, step: 0, preamble: 5, text: 1, tools: 0.6 },
  glm: { ...usual, preamble: 100, text: 1, tools: 1.1 },
  grok: { ...usual, fixed: 120, preamble: 100, text: 1 },
  llama: { ...usual, fixed: 20, message: 5, preamble: 300, text: 1, tools: 1.1 },
};

/** The expectation for a family. */
export const expectedOf = (family: string): Weights => known[family] ?? usual;
