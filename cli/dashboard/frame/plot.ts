import type { Meaning } from "../../output/colour.ts";
import type { Rect, Size } from "./rect.ts";

/** One of the figures of a chart: its points from left to right, evenly spread; null = a gap, because nobody knows. */
export type Curve = {
  readonly points: readonly (number | null)[];
  readonly tone: Meaning;
  readonly look: "bars" | "line";
};

/** A chart without words: what is in it, and what is at its upper edge. The lower edge is 0. */
export type Plot = { readonly curves: readonly Curve[]; readonly max: number };

/** A chart and where it is. */
export type PlacedPlot = { readonly plot: Plot; readonly rect: Rect };

/** How many points a curve has per cell of width; more is not seen. */
export const pointsPerCell = 2;

/** From how high on, of 1, a cell shows which sign. */
const steps = " .:|#";

/** The chart with signs that every terminal has, one row after the other; a gap is empty, a small value is not. */
export const plotLines = ({ curves, max }: Plot, { columns, rows }: Size): readonly string[] => {
  const heights = Array.from({ length: columns }, (_, column) => {
    const values = curves.flatMap(({ points }) => valueAt(points, column, columns) ?? []);
    return values.length === 0 || max <= 0 ? 0 : (Math.max(...values) / max) * rows;
  });
  return Array.from({ length: rows }, (_, row) => {
    const floor = rows - 1 - row;
    return heights.map((height) => signFor(height, floor)).join("");
  });
};

const signFor = (height: number, floor: number): string => {
  const inCell = Math.max(0, Math.min(1, height - floor));
  if (inCell === 0) return " ";
  return steps[Math.max(1, Math.min(steps.length - 1, Math.ceil(inCell * (steps.length - 1))))] ?? " ";
};

/** The largest of the points that fall into a column; null where all of them are gaps. */
const valueAt = (points: readonly (number | null)[], column: number, columns: number): number | null => {
  const from = Math.floor((column * points.length) / columns);
  const to = Math.max(from + 1, Math.floor(((column + 1) * points.length) / columns));
  const known = points.slice(from, to).filter((point) => point !== null);
  return known.length === 0 ? null : Math.max(...known);
};
