import { type Line, line, span } from "./line.ts";
import type { Curve, PlacedPlot } from "./plot.ts";
import type { Size } from "./rect.ts";

/** A chart with numbers beside it. */
export type Chart = {
  readonly curves: readonly Curve[];
  /** A value as it stands beside the chart. */
  readonly words: (value: number) => string;
  /** What its upper edge is at least. */
  readonly least: number;
  /** Cells for the numbers at least, where something else stands below them. */
  readonly axis?: number;
};

/** The chart in a place of this size, its first row being so far down. Where nothing is known it says so. */
export const charted = (
  { curves, words, least, axis: leastAxis = 0 }: Chart,
  { columns, rows }: Size,
  top = 0,
): { readonly lines: readonly Line[]; readonly plots: readonly PlacedPlot[] } => {
  const known = curves.flatMap(({ points }) => points.filter((point) => point !== null));
  const max = roundUp(Math.max(least, ...known));
  const labels = Array.from({ length: rows }, (_, row) => labelAt(row, rows, max, words));
  const axis = Math.max(leastAxis, Math.max(...labels.map(({ length }) => length)) + 1);
  const lines = labels.map((label, row): Line => {
    const says = known.length === 0 && row === Math.floor((rows - 1) / 2) ? " nothing known yet" : "";
    return [span(`${label.padStart(axis)}│`, "muted"), span(says, "muted")];
  });
  const width = columns - axis - 1;
  if (width < 4 || rows < 1) return { lines: [line("")], plots: [] };
  const squeezed = curves.map((curve) => ({ ...curve, points: inDots(curve.points, width * 2) }));
  return { lines, plots: [{ rect: { left: axis + 1, top, columns: width, rows }, plot: { max, curves: squeezed } }] };
};

/** How far right the chart begins, and how wide it is: for what is drawn below it. */
export const placeOfChart = ({ plots }: { readonly plots: readonly PlacedPlot[] }) => plots[0]?.rect ?? null;

const labelAt = (row: number, rows: number, max: number, words: (value: number) => string): string => {
  if (row === 0) return words(max);
  if (row === rows - 1) return "0";
  return rows > 4 && row * 2 === rows ? words(max / 2) : "";
};

const steps = [1, 1.5, 2, 3, 4, 5, 6, 8, 10];

/** The next number that is easy to read. */
const roundUp = (value: number): number => {
  if (value <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return (steps.find((step) => step * power >= value * 0.999) ?? 10) * power;
};

/** No more points than there are dots: of those that share one the largest is seen. */
const inDots = (points: readonly (number | null)[], dots: number): readonly (number | null)[] => {
  if (points.length <= dots) return points;
  return Array.from({ length: dots }, (_, at) => {
    const from = Math.floor((at * points.length) / dots);
    const shared = points.slice(from, Math.max(from + 1, Math.floor(((at + 1) * points.length) / dots)));
    const known = shared.filter((point) => point !== null);
    return known.length === 0 ? null : Math.max(...known);
  });
};
