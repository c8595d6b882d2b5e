import type { Chat } from "../../core/chat.ts";
import type { Measure } from "../../core/dialect.ts";
import { type Count, createCounts } from "./counts.ts";
import { createFactors } from "./factors.ts";
import { type Family, familyOf } from "./families.ts";
import { measure, measureIn } from "./measure.ts";
import { mediaSizeOf } from "./media.ts";
import type { Encoding } from "./ranks.ts";
import { type ChatSize, sizeOf, unlearned, unlearnedTokens } from "./size.ts";
import { type CountingThread, createCountingThread } from "./thread.ts";
import { type Visible, visibleIn } from "./visible.ts";

/** How many input tokens a vendor will report for a request. Only the vendor knows; this is our estimate. */
export type InputEstimate = {
  readonly isEstimate: true;
  readonly tokens: number;
  /** What it was made of: texts counted in the nearest known encoding, or measured by their letters. */
  readonly by: "counted" | "measured";
  /** What it was before anything learned went into it; `learn` and the next turn's `last` take it. */
  readonly unlearned: number;
};

/** Whom a request goes to, and what is known of the session's turn before. */
export type EstimateFor = {
  readonly model: string;
  /** What the vendor reported for an earlier request of the session, and our own estimate of the same. */
  readonly last?: (Pick<InputEstimate, "unlearned" | "by"> & { readonly reported: number }) | null;
  /** How long the thread may take before the texts are measured instead. */
  readonly patienceMs?: number;
};

/** Counts and estimates tokens. Nothing is loaded before the first count. */
export type Tokens = {
  /** A quick estimate of one text, for what is delivered. */
  readonly measure: Measure;
  /** Counts texts in a thread of its own, each once as long as its count is remembered. */
  readonly count: (texts: readonly string[], encoding: Encoding) => Promise<Count>;
  /** The input of a request, counted where the thread has the time. */
  readonly estimateInput: (chat: Chat, wanted: EstimateFor) => Promise<InputEstimate>;
  /** The same at once, measured. */
  readonly measureInput: (chat: Chat, wanted: EstimateFor) => InputEstimate;
  /** The same of a conversation that has been measured. */
  readonly weighInput: (size: ChatSize, wanted: EstimateFor) => InputEstimate;
  /** Hears what a vendor reported for an input that was estimated. */
  readonly learn: (model: string, unlearned: number, reported: number) => void;
  readonly stop: () => void;
};

const usualPatienceMs = 1000;

/** Makes the one counter of a daemon. */
export const createTokens = (thread: CountingThread = createCountingThread()): Tokens => {
  const count = createCounts(thread);
  const factors = createFactors();

  const estimate = (unlearned: number, wanted: EstimateFor, by: InputEstimate["by"]): InputEstimate => {
    const factor = factors.of(wanted.model);
    // A count and a measure of the same differ by more than a turn adds.
    const last = wanted.last?.by === by ? wanted.last : null;
    const tokens = last === null ? unlearned * factor : after(last, unlearned, factor);
    return { isEstimate: true, tokens: Math.max(0, Math.round(tokens)), by, unlearned };
  };

  const weighInput = (size: ChatSize, wanted: EstimateFor): InputEstimate =>
    estimate(unlearnedTokens(size, wanted.model), wanted, "measured");

  return {
    measure,
    count,
    measureInput: (chat, wanted) => weighInput(sizeOf(chat), wanted),
    weighInput,
    estimateInput: async (chat, wanted) => {
      const read = readFor(chat, wanted.model);
      const { texts, tools, family } = read;
      const counting = count([...texts, ...tools], family.encoding);
      const counted = await withinOrNull(counting, wanted.patienceMs ?? usualPatienceMs);
      const isExact = counted?.isExact === true;
      const all = counted?.tokens ?? [...texts, ...tools].map((text) => measureIn(text, family.encoding));
      const sizes = { texts: all.slice(0, texts.length), tools: all.slice(texts.length) };
      return estimate(unlearnedOf(read, wanted.model, sizes), wanted, isExact ? "counted" : "measured");
    },
    learn: factors.learn,
    stop: thread.stop,
  };
};

/** The turn before and what was added; of what was shortened the same share. */
const after = (
  last: { readonly unlearned: number; readonly reported: number },
  unlearned: number,
  factor: number,
): number =>
  unlearned < last.unlearned
    ? (last.reported * unlearned) / last.unlearned
    : last.reported + (unlearned - last.unlearned) * factor;

type Read = Visible & { readonly family: Family };

/** The tokens of each text and of each tool's definition. */
type Sizes = { readonly texts: readonly number[]; readonly tools: readonly number[] };

const readFor = (chat: Chat, model: string): Read => {
  const family = familyOf(model);
  return { ...visibleIn(chat, family.thoughts), family };
};

const unlearnedOf = (read: Read, model: string, sizes: Sizes): number => {
  const shape = {
    ...read,
    textTokens: sum(sizes.texts),
    characters: read.texts.reduce((total, text) => total + text.length, 0),
    toolTokens: sum(sizes.tools),
  };
  const media = read.media.flatMap((block) => mediaSizeOf(block) ?? []);
  return unlearned(shape, read.family, media, model);
};

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** What a promise gives, or null where it takes longer. */
const withinOrNull = async <T>(promise: Promise<T>, limitMs: number): Promise<T | null> => {
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), limitMs);
  timer.unref();
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
  }
};
