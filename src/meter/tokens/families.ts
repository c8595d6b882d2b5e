import type { Encoding } from "./ranks.ts";
import type { Weights } from "./weights.ts";

/** Which thoughts of earlier turns a model is shown again: all, those since the user last spoke, or none. */
export type KeptThoughts = "all" | "current" | "none";

/** Models that count alike. */
export type Family = {
  readonly name: string;
  /** Their names, with or without what a gateway puts before them. */
  readonly models: RegExp;
  readonly encoding: Encoding;
  readonly thoughts: KeptThoughts;
  readonly weights: Weights;
};

const o200k: Encoding = "o200k_base";

/** Most vendors add no more words than they must. */
const nothingBesides = { mustCall: 0, thinks: 0, chatPreamble: 0, characters: 0 };

/**
 * The known families; the first whose pattern fits a model has it, and the last takes all.
 *
 * The weights are fitted on recorded requests, and on what agents appended to their sessions, with the usage that the
 * vendors reported as the truth; `npm run bench:tokens -- --fit` prints them anew. Few recordings leave a weight near
 * what is known of the vendor (`scripts/bench/tokens/expected.ts`).
 */
export const families: readonly Family[] = [
  {
    name: "claude-5",
    models: /claude.*(opus-4[-.][7-9]|(opus|sonnet|haiku|fable|mythos)-[5-9])/,
    encoding: o200k,
    thoughts: "all",
    weights: {
      ...nothingBesides,
      fixed: 1.5,
      message: 2.3,
      step: 67,
      preamble: 382,
      text: 1.241,
      characters: 0.0482,
      tools: 1.39,
    },
  },
  {
    name: "claude-4.5",
    models: /claude.*((opus|sonnet|haiku)-4[-.][56]|4\.[56]-)/,
    encoding: o200k,
    thoughts: "current",
    weights: {
      ...nothingBesides,
      fixed: 5.5,
      message: 0.6,
      step: 65,
      preamble: 503,
      mustCall: 105,
      thinks: 29,
      text: 0.999,
      characters: 0.0401,
      tools: 1.15,
    },
  },
  {
    name: "claude-4",
    models: /claude.*((opus|sonnet|haiku)-4|3[-.]7)/,
    encoding: o200k,
    thoughts: "current",
    weights: {
      ...nothingBesides,
      fixed: 1.9,
      message: 2.8,
      step: 74,
      preamble: 346,
      thinks: 5,
      text: 0.942,
      characters: 0.0388,
      tools: 1.14,
    },
  },
  {
    name: "claude-3",
    models: /claude/,
    encoding: o200k,
    thoughts: "current",
    weights: {
      ...nothingBesides,
      fixed: 6.1,
      message: 3,
      step: 48,
      preamble: 274,
      text: 0.934,
      characters: 0.04,
      tools: 1.21,
    },
  },
  {
    name: "gpt-3.5",
    models: /gpt-(3\.?5|4(-(?!o)|$))/,
    encoding: "cl100k_base",
    thoughts: "none",
    weights: { ...nothingBesides, fixed: 3, message: 4, step: 5, preamble: 8, text: 1, tools: 0.78 },
  },
  {
    name: "gpt-4",
    models: /gpt-4|chatgpt/,
    encoding: o200k,
    thoughts: "none",
    weights: {
      ...nothingBesides,
      fixed: 3.1,
      message: 3.9,
      step: 6,
      preamble: 4,
      chatPreamble: 4,
      text: 0.995,
      tools: 0.52,
    },
  },
  {
    name: "gpt-5",
    models: /gpt-[5-9]|codex/,
    encoding: o200k,
    thoughts: "none",
    weights: {
      ...nothingBesides,
      fixed: 2.5,
      message: 3.5,
      step: 13,
      preamble: 2,
      chatPreamble: 82,
      text: 0.998,
      tools: 0.68,
    },
  },
  {
    name: "o",
    models: /gpt-oss|(^|\/)o\d/,
    encoding: o200k,
    thoughts: "none",
    weights: {
      ...nothingBesides,
      fixed: 3,
      message: 3,
      step: 11,
      preamble: 1,
      chatPreamble: 3,
      text: 1.003,
      tools: 0.72,
    },
  },
  {
    name: "gemini-3",
    models: /gemini-[3-9]/,
    encoding: o200k,
    thoughts: "none",
    weights: { ...nothingBesides, fixed: 0, message: 1, step: 34, preamble: -13, text: 1.001, tools: 1.1 },
  },
  {
    name: "gemini",
    models: /gemini|gemma/,
    encoding: o200k,
    thoughts: "none",
    weights: { ...nothingBesides, fixed: 0, message: 0, step: 0, preamble: 9, text: 1.003, tools: 0.53 },
  },
  {
    name: "mistral",
    models: /mi[sx]tral|magistral|pixtral|devstral|codestral|ministral|voxtral/,
    encoding: o200k,
    thoughts: "none",
    weights: { ...nothingBesides, fixed: 7.5, message: 2.8, step: 3, preamble: 2, text: 0.967, tools: 1.27 },
  },
  {
    name: "glm",
    models: /glm/,
    encoding: o200k,
    thoughts: "none",
    weights: {
      ...nothingBesides,
      fixed: 4.9,
      message: 0.1,
      step: 28,
      preamble: 88,
      thinks: 7,
      text: 1.002,
      tools: 1.27,
    },
  },
  {
    name: "grok",
    models: /grok/,
    encoding: o200k,
    thoughts: "none",
    weights: { ...nothingBesides, fixed: 124, message: 4, step: 23, preamble: 162, text: 1.006, tools: 0.98 },
  },
  {
    name: "kimi",
    models: /kimi|moonshot/,
    encoding: o200k,
    thoughts: "none",
    weights: { ...nothingBesides, fixed: 2.9, message: 3.4, step: 20, preamble: 13, text: 1.028, tools: 1.06 },
  },
  {
    name: "deepseek",
    models: /deepseek/,
    encoding: o200k,
    thoughts: "none",
    weights: { ...nothingBesides, fixed: 2.1, message: 1.8, step: 16, preamble: 63, text: 1.001, tools: 1.1 },
  },
  {
    name: "llama",
    models: /llama/,
    encoding: o200k,
    thoughts: "none",
    weights: { ...nothingBesides, fixed: 29.3, message: 5.6, step: 21, preamble: 623, text: 1.003, tools: 1.07 },
  },
  {
    name: "other",
    models: /(?:)/,
    encoding: o200k,
    thoughts: "none",
    weights: { ...nothingBesides, fixed: 4, message: 3, step: 15, preamble: 50, text: 1.03, tools: 1 },
  },
];

/** The family of a model; what nobody knows is counted as most models count. */
export const familyOf = (model: string): Family => {
  const before = known.get(model);
  if (before !== undefined) return before;
  if (known.size >= mostKnown) known.clear(); // clients may invent names
  const family = familyNamed(model.toLowerCase());
  known.set(model, family);
  return family;
};

const known = new Map<string, Family>();
const mostKnown = 500;

const familyNamed = (name: string): Family => {
  const found = families.find(({ models }) => models.test(name));
  if (found === undefined) throw new Error("The last family takes all.");
  return found;
};
