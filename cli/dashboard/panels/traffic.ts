import { exactly } from "../../output/units.ts";
import { answerTo } from "../data/answers.ts";
import { type Line, line } from "../frame/line.ts";
import { pointsPerCell } from "../frame/plot.ts";
import type { Panel } from "../panel.ts";
import type { State } from "../state.ts";

/** So many points the charts are asked for; a wider place shows each of them wider. */
export const chartBins = 120;

/** What the charts of this state are made of; null = not told yet. */
export const seriesOf = ({ data, windowMinutes }: State) =>
  answerTo(data.answers, "series", { windowMs: windowMinutes * 60_000, bins: chartBins });

/** How wide the numbers beside a chart are. */
const axis = 5;

/** Requests per second, and what went wrong below. */
export const trafficPanel: Panel = (state, _now, { columns, rows }) => {
  const series = seriesOf(state);
  const title = `Requests/s, last ${state.windowMinutes} min`;
  if (series === null) return { title, lines: [line(" asking the proxy ...", { tone: "muted" })] };
  const rates = series.bins.map(({ known, requests }) => (known ? (requests * 1000) / series.binMs : null));
  const peak = Math.max(0, ...rates.flatMap((rate) => rate ?? []));
  const max = Math.max(1, Math.ceil(peak));
  const lines = Array.from({ length: rows }, (_, row): Line => {
    const label = row === 0 ? exactly(max) : row === rows - 1 ? "0" : "";
    return line(`${label.padStart(axis - 1)}│`, { tone: "muted" });
  });
  const rect = { left: axis, top: 0, columns: Math.max(0, columns - axis), rows };
  return {
    title,
    note: `now ${(rates.at(-1) ?? 0).toFixed(1)}  peak ${peak.toFixed(1)}`,
    lines,
    plots: [
      { rect, plot: { max, curves: [{ points: stretched(rates, rect.columns), tone: "running", look: "bars" }] } },
    ],
  };
};

/** The points of a curve, as many as are seen in so many cells: the newest stay at the right edge. */
export const stretched = (points: readonly (number | null)[], columns: number): readonly (number | null)[] =>
  points.slice(-columns * pointsPerCell);
