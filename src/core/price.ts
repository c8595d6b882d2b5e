import type { Usage } from "./usage.ts";

/** Dollars for a million tokens of each kind; null = no price of its own, the kind costs what the whole does. */
export type Rates = {
  readonly input: number;
  readonly cacheRead: number | null;
  readonly cacheWrite: number | null;
  /** Written for an hour; null = as any other write. */
  readonly cacheWrite1h: number | null;
  readonly inputAudio: number | null;
  readonly output: number;
  readonly outputAudio: number | null;
};

/** What a model costs. */
export type PriceCard = {
  readonly rates: Rates;
  /** A prompt of more tokens costs, all of it and its answer, by these rates; the smallest limit first. */
  readonly above: readonly { readonly tokens: number; readonly rates: Rates }[];
  /** Dollars for a thousand searches of the web; null = nobody here knows. */
  readonly thousandSearches: number | null;
  /** By how much the vendor's other terms differ: `{ flex: 0.5 }`. Terms that are not here have no known price. */
  readonly serviceTiers: Readonly<Record<string, number>>;
};

/**
 * What this usage costs in whole micro-dollars, rounded once, half up; null where a count is missing, or the terms or
 * the searches have no known price. Never negative, and never less for more tokens of any kind that costs something.
 */
export const costOf = (card: PriceCard, usage: Usage, serviceTier: string | null = null): number | null => {
  const { inputTokens, outputTokens } = usage;
  const factor = serviceTier === null ? 1 : tierFactor(card, serviceTier);
  if (inputTokens === null || factor === null) return null;
  const rates = ratesFor(card, inputTokens);
  if (outputTokens === null && rates.output > 0) return null;
  if ((usage.webSearches ?? 0) > 0 && card.thousandSearches === null) return null;
  let sum = 0n;
  for (const [, tokens, dollars] of partsOf(usage, rates)) sum += BigInt(tokens) * fine(dollars * factor);
  sum += BigInt(usage.webSearches ?? 0) * fine((card.thousandSearches ?? 0) * 1000);
  return Number((sum + half) / perMicro);
};

/** A part of what a usage costs. */
export type CostPart = { readonly what: CostWord; readonly count: number; readonly micros: number };

/** The same part by part, in whole micro-dollars that together are just what it costs; null in the same cases. */
export const costParts = (
  card: PriceCard,
  usage: Usage,
  serviceTier: string | null = null,
): readonly CostPart[] | null => {
  if (costOf(card, usage, serviceTier) === null) return null;
  const factor = serviceTier === null ? 1 : (tierFactor(card, serviceTier) ?? 1);
  let [sum, told] = [0n, 0n];
  const partOf = (what: CostWord, count: number, each: bigint): CostPart => {
    sum += BigInt(count) * each;
    const whole = (sum + half) / perMicro;
    const micros = Number(whole - told);
    told = whole;
    return { what, count, micros };
  };
  return [
    ...partsOf(usage, ratesFor(card, usage.inputTokens ?? 0)).map(([what, tokens, dollars]) =>
      partOf(what, tokens, fine(dollars * factor)),
    ),
    partOf("web searches", usage.webSearches ?? 0, fine((card.thousandSearches ?? 0) * 1000)),
  ].filter(({ count }) => count > 0);
};

/** How many there are of each part, where nobody knows what they cost. */
export const unpricedParts = (usage: Usage): readonly { readonly what: CostWord; readonly count: number }[] =>
  (costParts(free, { ...usage, inputTokens: usage.inputTokens ?? 0 }) ?? []).map(({ what, count }) => ({
    what,
    count,
  }));

/** Whether tokens were read from a cache that the card has no rate for, so that they are billed as any other input. */
export const hasReadsWithoutRate = (card: PriceCard, { inputTokens, cacheReadTokens }: Usage): boolean => {
  const rates = ratesFor(card, inputTokens ?? 0);
  return (cacheReadTokens ?? 0) > 0 && rates.cacheRead === null && rates.input > 0;
};

/** The rates that a prompt of this size is billed by. */
export const ratesFor = ({ rates, above }: PriceCard, inputTokens: number): Rates =>
  above.findLast(({ tokens }) => inputTokens > tokens)?.rates ?? rates;

const tierFactor = ({ serviceTiers }: PriceCard, tier: string): number | null =>
  Object.hasOwn(serviceTiers, tier) ? (serviceTiers[tier] ?? null) : null;

/** What is paid for, in words. */
export type CostWord =
  | "input"
  | "cache read"
  | "cache write"
  | "cache write 1h"
  | "audio input"
  | "output"
  | "audio output"
  | "web searches";

/** Each kind of tokens with its rate. Parts that together are more than their whole are cut, the cache's last. */
const partsOf = (usage: Usage, rates: Rates): readonly (readonly [CostWord, number, number])[] => {
  const [input, output] = [usage.inputTokens ?? 0, usage.outputTokens ?? 0];
  const read = Math.min(usage.cacheReadTokens ?? 0, input);
  const written = Math.min(usage.cacheWriteTokens ?? 0, input - read);
  const written1h = Math.min(usage.cacheWrite1hTokens ?? 0, written);
  const heard = Math.min(usage.inputAudioTokens ?? 0, input - read - written);
  const spoken = Math.min(usage.outputAudioTokens ?? 0, output);
  const write = rates.cacheWrite ?? rates.input;
  return [
    ["input", input - read - written - heard, rates.input],
    ["cache read", read, rates.cacheRead ?? rates.input],
    ["cache write", written - written1h, write],
    ["cache write 1h", written1h, rates.cacheWrite1h ?? write],
    ["audio input", heard, rates.inputAudio ?? rates.input],
    ["output", output - spoken, rates.output],
    ["audio output", spoken, rates.outputAudio ?? rates.output],
  ];
};

/** A dollar for a million tokens is a micro-dollar a token; billionths of that are whole for every price there is. */
const fine = (dollars: number): bigint => BigInt(Math.round(dollars * 1e9));
const perMicro = 1_000_000_000n;
const half = perMicro / 2n;

const free: PriceCard = {
  rates: {
    ...{ input: 0, cacheRead: 0, cacheWrite: 0, cacheWrite1h: 0 },
    ...{ inputAudio: 0, output: 0, outputAudio: 0 },
  },
  above: [],
  thousandSearches: 0,
  serviceTiers: {},
};

/** What a model can take and give; null = nobody knows. */
export type ModelFacts = {
  /** How many tokens fit into it. */
  readonly windowTokens: number | null;
  /** How many tokens an answer of it can have. */
  readonly maxOutputTokens: number | null;
  readonly takesImages: boolean | null;
};

/** Those of a model that nobody knows. */
export const noFacts: ModelFacts = { windowTokens: null, maxOutputTokens: null, takesImages: null };

/** What somebody has written down of a model, or of all whose names fit a pattern. */
export type ModelEntry = ModelFacts & {
  /** Whose price list it is in: a provider's name, or that of one of its places. */
  readonly list: string;
  /** A model's name; `*` stands for anything. */
  readonly pattern: string;
  /** What it costs; `unknown` = nobody can say, whatever other tables do; null = nothing is said of it here. */
  readonly price: PriceCard | "unknown" | null;
  /** By how much other terms differ, also where the price is in another table; null = nothing is said of it here. */
  readonly serviceTiers: PriceCard["serviceTiers"] | null;
  /** Dollars for a thousand searches of the web, also where the price is in another table; null = nothing is said of it here. */
  readonly thousandSearches: number | null;
  /** Where it was found, and when: `2026-11-21`. */
  readonly source: string | null;
  readonly date: string | null;
  readonly note: string | null;
};

/** The entries that fit a model, the most exact first. */
export const entriesFor = (entries: readonly ModelEntry[], list: string, model: string): readonly ModelEntry[] =>
  entries
    .filter((entry) => entry.list === list && fits(entry.pattern, model))
    .toSorted((a, b) => exactness(b.pattern, model) - exactness(a.pattern, model));

const fits = (pattern: string, model: string): boolean => {
  const [first = "", ...rest] = pattern.toLowerCase().split("*");
  const name = model.toLowerCase();
  if (rest.length === 0) return name === first;
  const last = rest.pop() ?? "";
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= name.length - last.length;
};

const exactness = (pattern: string, model: string): number =>
  pattern.toLowerCase() === model.toLowerCase() ? Number.POSITIVE_INFINITY : pattern.replaceAll("*", "").length;
