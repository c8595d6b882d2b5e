import type { Border } from "./frame/box.ts";
import type { Line } from "./frame/line.ts";
import type { PlacedPlot } from "./frame/plot.ts";
import type { Rect, Size } from "./frame/rect.ts";
import type { State } from "./state.ts";

/** What a panel shows in a place of some size, without its border. */
export type PanelView = {
  readonly title: string;
  /** On the right side of the border. */
  readonly note?: string;
  readonly lines: readonly Line[];
  /** Charts inside, counted from the panel's own upper left cell. */
  readonly plots?: readonly PlacedPlot[];
};

/** A part of the screen. Pure: the same state, time and size give the same view. */
export type Panel = (state: State, now: number, size: Size) => PanelView;

/** A panel in its place; a bare one has no border, and its title is not shown. */
export type Slot = {
  readonly panel: Panel;
  readonly rect: Rect;
  readonly isBare?: boolean;
  readonly isFocused?: boolean;
  /** Its upper border is the lower one of the panel above, which has this kind. */
  readonly below?: Border;
};
