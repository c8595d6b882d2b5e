import type { StatsGroup } from "../../../src/control/contract.ts";
import { dayOf, money, roughly, timeOfDay } from "../../output/units.ts";
import { type Bin, timesOf } from "../data/stats.ts";
import { type Line, line } from "../frame/line.ts";
import type { Curve } from "../frame/plot.ts";
import type { Panel } from "../panel.ts";

type Chart = {
  readonly title: string;
  /** A figure of an hour or a day in which there were requests; null = nobody knows. */
  readonly figures: readonly { readonly of: (group: StatsGroup) => number | null; readonly tone: Curve["tone"] }[];
  readonly words: (value: number) => string;
};

/** How wide the numbers beside a chart are. */
const axis = 8;

const chartOf =
  ({ title, figures, words }: Chart): Panel =>
  (state, now, { columns, rows }) => {
    const times = timesOf(state, now);
    if (times === null) return { title, lines: [] };
    const { by, bins } = times;
    const curves = figures.map(({ of, tone }): Curve => ({ look: "bars", tone, points: bins.map(pointOf(of)) }));
    const peak = Math.max(0, ...curves.flatMap(({ points }) => points.map((point) => point ?? 0)));
    const chartRows = Math.max(1, rows - 1);
    const labels = Array.from({ length: chartRows }, (_, row): Line => {
      const label = row === 0 ? (peak === 0 ? "" : words(peak)) : row === chartRows - 1 ? "0" : "";
      return line(`${label.padStart(axis - 2)} │`, { tone: "muted" });
    });
    const width = Math.max(0, columns - axis);
    return {
      title: `${title} by ${by}`,
      lines: [...labels, line(" ".repeat(axis) + edges(bins, by, width), { tone: "muted" })],
      plots: [{ rect: { left: axis, top: 0, columns: width, rows: chartRows }, plot: { max: peak, curves } }],
    };
  };

/** Nothing happened = nothing was used; something happened and nobody knows = a gap. */
const pointOf =
  (of: (group: StatsGroup) => number | null) =>
  ({ group }: Bin): number | null =>
    group === null ? 0 : of(group);

const edges = (bins: readonly Bin[], by: "day" | "hour", width: number): string => {
  const words = (bin: Bin | undefined): string =>
    bin === undefined ? "" : by === "day" ? dayOf(bin.at).slice(5) : timeOfDay(bin.at).slice(0, 5);
  const last = words(bins.at(-1));
  return `${words(bins[0]).padEnd(Math.max(0, width - last.length))}${last}`;
};

/** What was spent. */
export const costChart = chartOf({
  title: "Cost",
  figures: [{ of: ({ costMicros }) => costMicros, tone: "running" }],
  words: money,
});

/** What went in and what came out. */
export const tokensChart = chartOf({
  title: "Tokens in, out",
  figures: [
    { of: ({ inputTokens }) => inputTokens, tone: "running" },
    { of: ({ outputTokens }) => outputTokens, tone: "saved" },
  ],
  words: roughly,
});
