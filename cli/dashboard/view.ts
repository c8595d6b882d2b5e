import { dialogOf } from "./dialogs/index.ts";
import { footerLine } from "./edges/footer.ts";
import { headerLine } from "./edges/header.ts";
import { toastLine } from "./edges/toast.ts";
import { boxed, insideOf } from "./frame/box.ts";
import { line } from "./frame/line.ts";
import type { PlacedPlot } from "./frame/plot.ts";
import type { Rect } from "./frame/rect.ts";
import { blankSheet, type Draft, type Sheet } from "./frame/sheet.ts";
import type { Slot } from "./panel.ts";
import { screenOf } from "./screens/index.ts";
import type { State } from "./state.ts";

/** The picture: cells, charts that are drawn into them, and what lies over both. */
export type Frame = {
  /** Its charts are drawn into it where the terminal has ASCII alone. */
  readonly sheet: Draft;
  readonly plots: readonly PlacedPlot[];
  readonly over: { readonly rect: Rect; readonly sheet: Sheet } | null;
};

/** In less than this there is one line and nothing else. */
export const leastSize = { columns: 40, rows: 10 };

/** The picture of a state at a time. Pure. */
export const frameOf = (state: State, now: number): Frame => {
  const { size } = state;
  const sheet = blankSheet(size);
  if (size.columns < leastSize.columns || size.rows < leastSize.rows) {
    sheet.put({ ...size, left: 0, top: 0 }, [line(`40x10 needed, this is ${size.columns}x${size.rows}`)]);
    return { sheet, plots: [], over: null };
  }
  const area: Rect = { left: 0, top: 1, columns: size.columns, rows: size.rows - 3 };
  const screen = screenOf(state);
  sheet.put({ ...area, top: 0, rows: 1 }, [headerLine(state, now, size.columns)]);
  const drawn = screen.slots(state, area).flatMap((slot) => placed(slot, sheet, state, now));
  const isGone = state.link.kind === "gone";
  if (isGone) sheet.mute(area);
  const plots = isGone ? drawn.map(withoutColours) : drawn;
  sheet.put({ ...area, top: size.rows - 2, rows: 1 }, [toastLine(state, now)]);
  sheet.put({ ...area, top: size.rows - 1, rows: 1 }, [footerLine(state, now, size.columns)]);
  return { sheet, plots, over: overlaid(state, now, area) };
};

const withoutColours = ({ plot, rect }: PlacedPlot): PlacedPlot => ({
  rect,
  plot: { ...plot, curves: plot.curves.map((curve) => ({ ...curve, tone: "muted" })) },
});

const placed = (
  { panel, rect, isBare, isFocused, below }: Slot,
  sheet: Draft,
  state: State,
  now: number,
): readonly PlacedPlot[] => {
  if (rect.rows < 1 || rect.columns < 1) return [];
  const inner = isBare === true ? rect : insideOf(rect);
  if (inner.rows < 1 || inner.columns < 1) return [];
  const { lines, plots = [], ...heading } = panel(state, now, inner);
  sheet.put(
    rect,
    isBare === true
      ? lines
      : boxed({ ...heading, ...(below === undefined ? {} : { below }), isFocused: isFocused ?? false }, lines, rect),
  );
  const shift = isBare === true ? 0 : 1;
  return plots.map(({ plot, rect: at }) => ({
    plot,
    rect: { ...at, left: at.left + rect.left + shift, top: at.top + rect.top + shift },
  }));
};

const overlaid = (state: State, now: number, area: Rect): Frame["over"] => {
  if (state.overlay === null) return null;
  const { rect, lines, ...heading } = dialogOf(state.overlay).view(state.overlay, state, now, area);
  const sheet = blankSheet(rect);
  sheet.put({ ...rect, left: 0, top: 0 }, boxed({ ...heading, isFocused: true }, lines, rect));
  return { rect, sheet };
};
