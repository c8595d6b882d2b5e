import type { Series, SeriesBin } from "../../../src/control/contract.ts";
import { money, percent, roughly, unknown, waited } from "../../output/units.ts";
import { lately, pointsOf, windowOf, windowQuestion } from "../data/series.ts";
import { charted } from "../frame/chart.ts";
import type { Curve } from "../frame/plot.ts";
import type { Size } from "../frame/rect.ts";
import type { Panel, PanelView } from "../panel.ts";
import type { State } from "../state.ts";
import { askingLine } from "./asking.ts";

type Reading = (bin: SeriesBin, seconds: number) => number | null;

/** One of the charts: what is drawn of every step, and how the numbers beside it are told. */
export type TimeChart = {
  readonly title: string;
  readonly curves: readonly {
    readonly of: Reading;
    readonly tone: Curve["tone"];
    readonly look: Curve["look"];
    readonly name: string;
  }[];
  readonly words: (value: number) => string;
  readonly least: number;
};

/** How long requests took: the middle, and what one in twenty takes. */
export const latencyChart: TimeChart = {
  title: "Latency",
  curves: [
    { of: ({ p95Ms }) => p95Ms, tone: "warning", look: "line", name: "p95" },
    { of: ({ p50Ms }) => p50Ms, tone: "running", look: "line", name: "p50" },
  ],
  words: waited,
  least: 100,
};

/** How fast answers come. */
export const tokensChart: TimeChart = {
  title: "Tokens/s",
  curves: [
    {
      of: ({ outputTokens }, seconds) => (outputTokens === null ? null : outputTokens / seconds),
      ...{ tone: "running", look: "bars", name: "now" },
    },
  ],
  words: (value) => roughly(Math.round(value)),
  least: 10,
};

/** Whole dollars without cents. */
const dollars = (micros: number): string => money(Math.round(micros)).replace(/\.00$/, "");

/** What an hour of that would cost. What nobody knows is a gap. */
export const costChart: TimeChart = {
  title: "Cost/h",
  curves: [
    {
      of: ({ costMicros }, seconds) => (costMicros === null ? null : (costMicros * 3600) / seconds),
      ...{ tone: "ok", look: "bars", name: "now" },
    },
  ],
  words: dollars,
  least: 10_000,
};

/** How much of the input came from the vendors' caches. */
export const cacheChart: TimeChart = {
  title: "Cache hits",
  curves: [
    {
      of: ({ cacheReadTokens, cacheableTokens }) =>
        cacheReadTokens === null || cacheableTokens === 0 ? null : cacheReadTokens / cacheableTokens,
      ...{ tone: "saved", look: "bars", name: "now" },
    },
  ],
  words: percent,
  least: 1,
};

/** Such a chart as a panel. */
export const chartPanel =
  (chart: TimeChart): Panel =>
  (state, _now, size) => {
    const series = windowOf(state);
    const title = `${chart.title}, last ${state.windowMinutes === 60 ? "hour" : `${state.windowMinutes} min`}`;
    if (series === null) return { title, lines: [askingLine(state.data.answers, windowQuestion(state))] };
    return { title, note: nowWords(chart, series), ...chartOf(chart, series, size) };
  };

/** Such a chart below these lines of a panel, where there is room for two rows of it at least. */
export const withChart = (view: PanelView, chart: TimeChart, state: State, { columns, rows }: Size): PanelView => {
  const top = view.lines.length;
  const series = windowOf(state);
  if (series === null || rows - top < 2) return view;
  const { lines, plots } = chartOf(chart, series, { columns, rows: rows - top }, top);
  return { ...view, lines: [...view.lines, ...lines], plots };
};

const chartOf = ({ curves, words, least }: TimeChart, series: Series, size: Size, top = 0) =>
  charted(
    { words, least, curves: curves.map(({ of, tone, look }) => ({ tone, look, points: pointsOf(series, of) })) },
    size,
    top,
  );

/** `p95 9.4 s  p50 1.8 s`: of the last seconds. */
export const nowWords = ({ curves, words }: TimeChart, series: Series): string =>
  curves
    .map(({ name, of }) => {
      const value = lately(series, of);
      return `${name} ${value === null ? unknown : words(value)}`;
    })
    .join("  ");
