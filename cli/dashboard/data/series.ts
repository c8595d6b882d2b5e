import type { Ask, Series, SeriesBin } from "../../../src/control/contract.ts";
import type { State } from "../state.ts";
import { answerTo, type Question } from "./answers.ts";
import type { Data } from "./data.ts";

/** Steps that fill each window exactly: of one second, of three and of thirty. */
const binsOf: Readonly<Record<State["windowMinutes"], number>> = { 2: 120, 5: 100, 60: 120 };

const minuteMs = 60_000;

const windowAsk = ({ windowMinutes }: Pick<State, "windowMinutes">): Ask<"series"> => ({
  windowMs: windowMinutes * minuteMs,
  bins: binsOf[windowMinutes],
});

const hourAsk: Ask<"series"> = { windowMs: 60 * minuteMs, bins: 60 };

/** What the charts are drawn of. */
export const windowQuestion = (state: Pick<State, "windowMinutes">): Question => ({
  name: "series",
  ask: windowAsk(state),
  freshMs: state.windowMinutes === 60 ? 5000 : 1000,
});

/** What is spent in an hour is told of the last one. */
export const hourQuestion: Question = { name: "series", ask: hourAsk, freshMs: 10_000 };

/** The window of the charts; null = not told yet. */
export const windowOf = (state: Pick<State, "data" | "windowMinutes">): Series | null =>
  answerTo(state.data.answers, "series", windowAsk(state));

/** Without the last step, which still goes on. */
export const endedBins = ({ bins }: Series): readonly SeriesBin[] => bins.slice(0, -1);

/** One figure of every ended step; null where the daemon did not look on, or nobody knows. */
export const pointsOf = (
  series: Series,
  of: (bin: SeriesBin, seconds: number) => number | null,
): readonly (number | null)[] => endedBins(series).map((bin) => (bin.known ? of(bin, series.binMs / 1000) : null));

/** "Now" is the last so many seconds. */
const nowMs = 10_000;

/** The mean of a figure over the last seconds; null where nobody knows. */
export const lately = (series: Series, of: (bin: SeriesBin, seconds: number) => number | null): number | null => {
  const known = pointsOf(series, of)
    .slice(-Math.max(1, Math.floor(nowMs / series.binMs)))
    .filter((point) => point !== null);
  return known.length === 0 ? null : known.reduce((sum, point) => sum + point, 0) / known.length;
};

/** What an hour costs, by the known part of the last one, in micro-dollars; null where too little is known. */
export const burnMicros = ({ answers }: Data): number | null => {
  const series = answerTo(answers, "series", hourAsk);
  if (series === null) return null;
  const known = pointsOf(series, ({ costMicros }) => costMicros).filter((point) => point !== null);
  return known.length === 0
    ? null
    : (known.reduce((sum, cost) => sum + cost, 0) / known.length) * (3_600_000 / series.binMs);
};
