import { knownSum } from "../../lib/money.ts";
import { bucketOf, type Histogram, merge, noTimes, percentileIn } from "./histogram.ts";
import type { Counted, StatsGroup } from "./row.ts";
import { isAborted, isCut, isLimited, isOk } from "./statistics.ts";

/** What is added up of the requests of a group: whole numbers and times that were seen. Sums stay sums when they are added. */
export type Figures = { readonly sums: number[]; readonly durations: Histogram; readonly firsts: Histogram };

const known = (value: number | null): number => (value === null ? 0 : 1);
const one = (is: boolean): number => (is ? 1 : 0);

/** Every sum with its column and what a request adds to it. What can be unknown has a count of those that knew it. */
const measures = {
  requests: () => 1,
  ok: (request) => one(isOk(request)),
  limited: (request) => one(isLimited(request)),
  cut: (request) => one(isCut(request)),
  aborted: (request) => one(isAborted(request)),
  bytes_in: ({ bytesIn }) => bytesIn,
  bytes_out: ({ bytesOut }) => bytesOut,
  input_tokens: ({ inputTokens }) => inputTokens ?? 0,
  input_known: ({ inputTokens }) => known(inputTokens),
  cache_read_tokens: ({ cacheReadTokens }) => cacheReadTokens ?? 0,
  cache_read_known: ({ cacheReadTokens }) => known(cacheReadTokens),
  cacheable_tokens: ({ cacheReadTokens, inputTokens }) => (cacheReadTokens === null ? 0 : (inputTokens ?? 0)),
  cache_write_tokens: ({ cacheWriteTokens }) => cacheWriteTokens ?? 0,
  cache_write_known: ({ cacheWriteTokens }) => known(cacheWriteTokens),
  output_tokens: ({ outputTokens }) => outputTokens ?? 0,
  output_known: ({ outputTokens }) => known(outputTokens),
  reasoning_tokens: ({ reasoningTokens }) => reasoningTokens ?? 0,
  reasoning_known: ({ reasoningTokens }) => known(reasoningTokens),
  cost_micros: ({ costMicros }) => costMicros ?? 0,
  cost_known: ({ costMicros }) => known(costMicros),
  estimated_requests: ({ costKind }) => one(costKind === "estimated"),
  estimated_micros: ({ costKind, costMicros }) => (costKind === "estimated" ? (costMicros ?? 0) : 0),
  saved_tokens: ({ savedTokens }) => savedTokens,
  saved_micros: ({ savedMicros }) => savedMicros ?? 0,
  saved_known: ({ savedMicros }) => known(savedMicros),
  reads_lost_micros: ({ readsLostMicros }) => readsLostMicros ?? 0,
  extra_writes_micros: ({ extraWritesMicros }) => extraWritesMicros ?? 0,
  own_calls_micros: ({ ownCallsMicros }) => ownCallsMicros,
  memory_edits: ({ memoryEdits }) => memoryEdits,
  prefix_breaks: ({ prefixBreak }) => one(prefixBreak !== null && prefixBreak !== "undeclared"),
  undeclared_breaks: ({ prefixBreak }) => one(prefixBreak === "undeclared"),
  cache_breaks: ({ cacheBreak }) => one(cacheBreak !== null),
  cache_break_micros: ({ cacheBreakMicros }) => cacheBreakMicros ?? 0,
  cache_break_known: ({ cacheBreakMicros }) => known(cacheBreakMicros),
  answer_hits: ({ answerCache }) => one(answerCache === "hit"),
  answer_misses: ({ answerCache }) => one(answerCache === "miss"),
  avoided_tokens: (request) => (request.avoidedInputTokens ?? 0) + (request.avoidedOutputTokens ?? 0),
  avoided_micros: ({ avoidedMicros }) => avoidedMicros ?? 0,
  avoided_known: ({ avoidedMicros }) => known(avoidedMicros),
} as const satisfies Readonly<Record<string, (request: Counted) => number>>;

/** The name of a sum. */
export type Measure = keyof typeof measures;

/** The columns of the sums, in their order. */
export const sumColumns = Object.keys(measures) as readonly Measure[];

const readings = Object.values(measures) as readonly ((request: Counted) => number)[];

/** Of no request. */
export const noFigures = (): Figures => ({ sums: readings.map(() => 0), durations: noTimes(), firsts: noTimes() });

/** What one request adds: to the sums, and one to the bucket of each of its times; null = that time does not count. */
export type Share = {
  readonly sums: readonly number[];
  readonly duration: number | null;
  readonly first: number | null;
};

/** The share of a request, for who adds it to several figures. */
export const shareIn = (request: Counted): Share => ({
  sums: readings.map((reading) => reading(request)),
  duration: isAborted(request) ? null : bucketOf(request.durationMs),
  first: request.ttftMs === null ? null : bucketOf(request.ttftMs),
});

/** Adds a request, or with -1 takes one out that is in it. */
export const addRequest = (figures: Figures, request: Counted, times: 1 | -1): void => {
  const { sums, duration, first } = shareIn(request);
  addSums(figures, sums, times);
  if (duration !== null) figures.durations[duration] = (figures.durations[duration] ?? 0) + times;
  if (first !== null) figures.firsts[first] = (figures.firsts[first] ?? 0) + times;
};

/** Adds all of `from`, or with -1 takes it away. */
export const addFigures = (into: Figures, from: Figures, times: 1 | -1 = 1): void => {
  addSums(into, from.sums, times);
  merge(into.durations, from.durations, times);
  merge(into.firsts, from.firsts, times);
};

/** Adds sums, or with -1 takes them away. */
export const addSums = ({ sums }: Pick<Figures, "sums">, from: readonly number[], times: 1 | -1): void => {
  for (let at = 0; at < from.length; at++) sums[at] = (sums[at] ?? 0) + times * (from[at] ?? 0);
};

/** What is left of the whole without these parts. */
export const without = (whole: Figures, parts: readonly Figures[]): Figures => {
  const rest = noFigures();
  addFigures(rest, whole);
  for (const part of parts) addFigures(rest, part, -1);
  return rest;
};

const requestsAt = sumColumns.indexOf("requests");

/** How many requests are in them. */
export const requestsIn = ({ sums }: Figures): number => sums[requestsAt] ?? 0;

/** The figures of a group in words that people and programs know. Unknown is null: what nobody told of is no 0. */
export const groupOf = (name: string, figures: Figures): StatsGroup => {
  const { durations, firsts } = figures;
  const sum = (measure: Measure): number => figures.sums[sumColumns.indexOf(measure)] ?? 0;
  const told = (measure: Measure, knownOf: Measure): number | null => (sum(knownOf) === 0 ? null : sum(measure));
  const [requests, ok, limited, cut, aborted] = [
    sum("requests"),
    sum("ok"),
    sum("limited"),
    sum("cut"),
    sum("aborted"),
  ];
  const unknownSavings = requests - sum("saved_known");
  const unknownLosses = sum("prefix_breaks") === 0 ? 0 : unknownSavings; // without a price neither the one nor the other is known
  return {
    ...{ name, requests, ok, limited, cut, aborted },
    failed: requests - ok - limited - cut - aborted,
    bytesIn: sum("bytes_in"),
    bytesOut: sum("bytes_out"),
    inputTokens: told("input_tokens", "input_known"),
    cacheReadTokens: told("cache_read_tokens", "cache_read_known"),
    cacheWriteTokens: told("cache_write_tokens", "cache_write_known"),
    outputTokens: told("output_tokens", "output_known"),
    reasoningTokens: told("reasoning_tokens", "reasoning_known"),
    cacheableTokens: sum("cacheable_tokens"),
    cachedShare: shareOf(sum("cache_read_tokens"), sum("cacheable_tokens")),
    costMicros: told("cost_micros", "cost_known"),
    unknownCost: requests - sum("cost_known"),
    estimatedCost: sum("estimated_requests"),
    estimatedMicros: sum("estimated_micros"),
    savedTokens: sum("saved_tokens"),
    savedMicros: knownSum(sum("saved_micros"), unknownSavings),
    readsLostMicros: knownSum(sum("reads_lost_micros"), unknownLosses),
    extraWritesMicros: knownSum(sum("extra_writes_micros"), unknownLosses),
    ownCallsMicros: sum("own_calls_micros"),
    memoryEdits: sum("memory_edits"),
    prefixBreaks: sum("prefix_breaks"),
    undeclaredBreaks: sum("undeclared_breaks"),
    cacheBreaks: sum("cache_breaks"),
    cacheBreakMicros: sum("cache_breaks") === 0 ? 0 : told("cache_break_micros", "cache_break_known"),
    ...answersIn(sum, told),
    p50Ms: percentileIn(durations, 0.5),
    p95Ms: percentileIn(durations, 0.95),
    p99Ms: percentileIn(durations, 0.99),
    ttftP50Ms: percentileIn(firsts, 0.5),
    ttftP95Ms: percentileIn(firsts, 0.95),
    ttftP99Ms: percentileIn(firsts, 0.99),
  };
};

/** What our own cache of answers did. */
const answersIn = (
  sum: (measure: Measure) => number,
  told: (measure: Measure, knownOf: Measure) => number | null,
): Pick<StatsGroup, (`answer${string}` & keyof StatsGroup) | "avoidedTokens" | "avoidedMicros"> => {
  const [hits, misses] = [sum("answer_hits"), sum("answer_misses")];
  return {
    ...{ answerHits: hits, answerMisses: misses, answerHitShare: shareOf(hits, hits + misses) },
    avoidedTokens: sum("avoided_tokens"),
    avoidedMicros: hits === 0 ? 0 : told("avoided_micros", "avoided_known"),
  };
};

/** From 0 to 1, with four digits, which are more than anybody looks at; 1 is all of it. Null of nothing. */
export const shareOf = (part: number, whole: number): number | null => {
  if (whole === 0) return null;
  const rounded = Math.round((part / whole) * 10_000) / 10_000;
  return part < whole ? Math.min(0.9999, rounded) : rounded;
};
