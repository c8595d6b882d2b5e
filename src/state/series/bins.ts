import type { SeriesBin, SeriesQuestion } from "../../core/series.ts";
import { type Figures, groupOf } from "../ledger/figures.ts";
import { percentileIn } from "../ledger/histogram.ts";

const hourMs = 3_600_000;
const mostBins = 600;

/** The steps of a question: so many of the same length, whole seconds, at whole numbers of them since 1970. */
export type Steps = { readonly from: number; readonly binMs: number; readonly count: number };

/** The steps up to now, which is in the last of them. */
export const stepsOf = ({ windowMs, bins }: SeriesQuestion, now: number): Steps => {
  const count = Math.min(mostBins, Math.max(1, Math.floor(bins)));
  const binMs = Math.max(1000, Math.ceil(Math.min(windowMs, hourMs) / count / 1000) * 1000);
  return { count, binMs, from: (Math.floor(now / binMs) + 1 - count) * binMs };
};

/** What was seen in a step. */
export type Seen = {
  readonly figures: Figures;
  readonly refused: number;
  /** Of answers that came in it, wherever they ended. */
  readonly outputTokens: number;
  readonly maxInFlight: number;
};

/** A step of which nothing is known. */
export const unknownBin = (at: number): SeriesBin => ({
  at,
  known: false,
  ...{ requests: 0, ok: 0, limited: 0, cut: 0, aborted: 0, failed: 0, refused: 0 },
  ...{ inputTokens: null, cacheReadTokens: null, cacheableTokens: 0, outputTokens: null },
  ...{ costMicros: null, unknownCost: 0 },
  ...noTimes,
  maxInFlight: 0,
});

const noTimes = { p50Ms: null, p95Ms: null, ttftP50Ms: null, ttftP95Ms: null };

/** A step in which no request ended: what there was is known, and it is 0. */
export const quietBin = (at: number, { refused, outputTokens, maxInFlight }: Omit<Seen, "figures">): SeriesBin => ({
  ...unknownBin(at),
  known: true,
  ...{ inputTokens: 0, cacheReadTokens: 0, costMicros: 0 },
  ...{ refused, outputTokens, maxInFlight },
});

/** A step in which requests ended. */
export const binOf = (at: number, { figures, refused, outputTokens, maxInFlight }: Seen): SeriesBin => {
  const group = groupOf("", figures);
  const { requests, ok, limited, cut, aborted, failed, inputTokens, cacheReadTokens, cacheableTokens } = group;
  const { costMicros, unknownCost, p50Ms, p95Ms, ttftP50Ms } = group;
  return {
    at,
    known: true,
    ...{ requests, ok, limited, cut, aborted, failed, refused },
    ...{ inputTokens, cacheReadTokens, cacheableTokens, costMicros, unknownCost },
    outputTokens: outputTokens === 0 ? group.outputTokens && 0 : outputTokens,
    ...{ p50Ms, p95Ms, ttftP50Ms, ttftP95Ms: percentileIn(figures.firsts, 0.95) },
    maxInFlight,
  };
};
