import type { Series, SeriesBin, SeriesQuestion } from "../core/series.ts";

const hourMs = 3_600_000;
const mostBins = 600;

/** The steps of a question, the oldest first: whole seconds, at whole numbers of them since 1970. */
export const binsOf = ({ windowMs, bins }: SeriesQuestion, now: number): Pick<Series, "binMs"> & { from: number } => {
  const count = Math.min(mostBins, Math.max(1, Math.floor(bins)));
  const binMs = Math.max(1000, Math.ceil(Math.min(windowMs, hourMs) / count / 1000) * 1000);
  return { binMs, from: (Math.floor(now / binMs) + 1 - count) * binMs };
};

/** A step of which nothing is known. */
export const unknownBin = (at: number): SeriesBin => ({
  at,
  known: false,
  ...{ requests: 0, ok: 0, limited: 0, cut: 0, aborted: 0, failed: 0, refused: 0 },
  ...{ inputTokens: null, cacheReadTokens: null, cacheableTokens: 0, outputTokens: null },
  ...{ costMicros: null, unknownCost: 0 },
  ...{ p50Ms: null, p95Ms: null, ttftP50Ms: null, ttftP95Ms: null },
  maxInFlight: 0,
});

/** Nothing is known of any time. */
export const unknownSeries = (question: SeriesQuestion, now: number): Series => {
  const { binMs, from } = binsOf(question, now);
  const count = Math.round((now - from) / binMs + 0.5);
  return { at: now, binMs, bins: Array.from({ length: count }, (_, index) => unknownBin(from + index * binMs)) };
};
