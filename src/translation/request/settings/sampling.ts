import type { Sampling } from "../../../core/chat.ts";
import type { Takes } from "../../../core/takes.ts";
import type { Loss } from "../../../core/translation.ts";
import { isMessages } from "../../formats.ts";
import { lost } from "../../loss.ts";
import { takesOf } from "../../takes.ts";
import type { Step } from "../step.ts";

/** How the answer is drawn, within what the other vendor takes. */
export const fitSampling: Step = (chat, { dialect, provider, model, maxOutputTokens }) => {
  const takes = takesOf(provider, dialect, model ?? chat.model);
  const losses: Loss[] = [];
  let sampling = chat.sampling;
  for (const { rule, fit } of limits) {
    const next = fit(sampling, takes);
    if (next !== sampling) losses.push(...lost(rule));
    sampling = next;
  }
  if (takes.maxCandidates < 2 && sampling.candidates !== null) sampling = { ...sampling, candidates: null };
  const asked = sampling.maxTokens;
  if (asked !== null && maxOutputTokens !== null && asked > maxOutputTokens) {
    sampling = { ...sampling, maxTokens: maxOutputTokens };
    losses.push(...lost("sampling.max-tokens-capped"));
  }
  return { chat: sampling === chat.sampling ? chat : { ...chat, sampling }, losses };
};

/** Anthropic's format demands a limit: all that the model gives, else what every model gives beside what it thinks. */
export const addMaxTokens: Step = (chat, { dialect, maxOutputTokens }) => {
  const { sampling, reasoning } = chat;
  if (!isMessages(dialect) || sampling.maxTokens !== null) return { chat, losses: [] };
  const maxTokens = maxOutputTokens ?? usualMaxTokens + (reasoning?.budgetTokens ?? 0);
  return { chat: { ...chat, sampling: { ...sampling, maxTokens } }, losses: lost("sampling.max-tokens-added") };
};

/** How long an answer may be where the format demands a limit and nobody knows what the model gives. */
export const usualMaxTokens = 8192;

type Limit = {
  readonly rule: Parameters<typeof lost>[0];
  /** The same object where nothing has to change. */
  readonly fit: (sampling: Sampling, takes: Takes) => Sampling;
};

const limits: readonly Limit[] = [
  {
    rule: "sampling.temperature-gone",
    fit: (sampling, { maxTemperature }) => {
      const { temperature, topP, topK } = sampling;
      if (maxTemperature !== null || (temperature === null && topP === null && topK === null)) return sampling;
      return { ...sampling, temperature: null, topP: null, topK: null };
    },
  },
  {
    rule: "sampling.temperature-range",
    fit: (sampling, { maxTemperature }) => {
      const isAbove = maxTemperature !== null && (sampling.temperature ?? 0) > maxTemperature;
      return isAbove ? { ...sampling, temperature: maxTemperature } : sampling;
    },
  },
  {
    rule: "sampling.top-p-beside",
    fit: (sampling, { temperatureWithTopP }) => {
      const isBoth = sampling.temperature !== null && sampling.topP !== null;
      return isBoth && !temperatureWithTopP ? { ...sampling, topP: null } : sampling;
    },
  },
  {
    rule: "sampling.top-k",
    fit: (sampling, { topK }) => (topK || sampling.topK === null ? sampling : { ...sampling, topK: null }),
  },
  {
    rule: "sampling.seed",
    fit: (sampling, { seed }) => (seed || sampling.seed === null ? sampling : { ...sampling, seed: null }),
  },
  {
    rule: "sampling.penalties",
    fit: (sampling, { penalties }) => {
      const { presencePenalty, frequencyPenalty } = sampling;
      if (penalties || (presencePenalty === null && frequencyPenalty === null)) return sampling;
      return { ...sampling, presencePenalty: null, frequencyPenalty: null };
    },
  },
  {
    rule: "sampling.stop-none",
    fit: (sampling, { maxStops }) =>
      maxStops > 0 || sampling.stop.length === 0 ? sampling : { ...sampling, stop: [] },
  },
  {
    rule: "sampling.stop-some",
    fit: (sampling, { maxStops }) =>
      sampling.stop.length <= maxStops ? sampling : { ...sampling, stop: sampling.stop.slice(0, maxStops) },
  },
];
