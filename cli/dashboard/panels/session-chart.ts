import { roughly } from "../../output/units.ts";
import { type Line, line, lineOf, span } from "../frame/line.ts";
import { type Plot, pointsPerCell } from "../frame/plot.ts";
import type { Panel } from "../panel.ts";
import { sessionId, sessionTold, type Turn, turnsOf } from "../sessions/one.ts";

/** How wide the numbers beside the chart are. */
const axis = 6;

/** How the context grew turn by turn, and how much of it came from the vendor's cache. */
export const sessionChart: Panel = (state, _now, { columns, rows }) => {
  const title = "Context, turn by turn";
  const told = sessionTold(state, sessionId(state) ?? "");
  if (typeof told === "string") return { title, lines: [] };
  const turns = turnsOf(state, told);
  const width = Math.max(0, columns - axis);
  const plot = contextPlot(turns, width, told.session.windowTokens);
  if (plot.max === 0) return { title, lines: [line(" No vendor has told how large it is.", { tone: "muted" })] };
  const marks = batchMarks(turns, width);
  const chartRows = Math.max(1, rows - 1 - marks.length);
  const labels = Array.from({ length: chartRows }, (_, row): Line => {
    const label = row === 0 ? roughly(plot.max) : row === chartRows - 1 ? "0" : "";
    return line(`${label.padStart(axis - 1)}│`, { tone: "muted" });
  });
  const legend = lineOf(
    " ".repeat(axis),
    ...(marks.length === 0 ? [] : [span("^", "warning"), " batch, "]),
    span("line", "running"),
    " all of it, ",
    span("bars", "saved"),
    " read from the cache",
  );
  const rect = { left: axis, top: 0, columns: width, rows: chartRows };
  return { title, lines: [...labels, ...marks, legend], plots: [{ rect, plot }] };
};

/** The size of each turn's prompt as a line, the newest at the right, and as bars below it what was read from the cache. */
export const contextPlot = (turns: readonly Turn[], columns: number, window: number | null = null): Plot => {
  const shown = shownIn(turns, columns);
  const sizes = shown.map(({ inputTokens }) => inputTokens);
  const read = shown.map(({ inputTokens, cacheReadTokens }) => (inputTokens === null ? null : cacheReadTokens));
  const peak = Math.max(0, ...sizes.flatMap((size) => size ?? []));
  // The edge is the window where the context has come near it: then it is seen how much is left.
  const max = window !== null && peak > window / 3 ? Math.max(window, peak) : peak;
  return {
    max,
    curves: [
      { points: read, tone: "saved", look: "bars" },
      { points: sizes, tone: "running", look: "line" },
    ],
  };
};

/** The turns that a chart of this width has room for, the oldest first. */
const shownIn = (turns: readonly Turn[], columns: number): readonly Turn["request"][] =>
  turns
    .flatMap(({ request }) => (request.turn === null ? [] : [request]))
    .slice(0, Math.max(1, columns * pointsPerCell))
    .toReversed();

/** A line below the chart with a mark under each turn whose batch changed what had gone out; no line where there was none. */
const batchMarks = (turns: readonly Turn[], columns: number): readonly Line[] => {
  const shown = shownIn(turns, columns);
  const batches = shown.flatMap(({ prefixBreak }, at) => (prefixBreak === null ? [] : [at]));
  if (batches.length === 0) return [];
  const cells = new Set(batches.map((at) => Math.floor((at * columns) / shown.length)));
  const text = Array.from({ length: columns }, (_, at) => (cells.has(at) ? "^" : " ")).join("");
  return [lineOf(" ".repeat(axis), span(text, "warning"))];
};
