import { closed, type Dialog } from "../dialog.ts";
import { line } from "../frame/line.ts";
import { inMiddle } from "../frame/rect.ts";
import type { PagerOverlay } from "../overlay.ts";
import type { State } from "../state.ts";
import { to } from "../step.ts";

/** A text over the screen, as high as it has to be. */
export const pagerDialog: Dialog<PagerOverlay> = {
  view: ({ title, lines, top }, _state, _now, area) => {
    const rect = inMiddle(area, { columns: area.columns - 4, rows: Math.min(area.rows - 2, lines.length + 2) });
    const shown = lines.slice(top, top + rect.rows - 2).map((text) => line(` ${text}`));
    const last = Math.min(lines.length, top + rect.rows - 2);
    return {
      rect,
      title,
      lines: shown,
      ...(last < lines.length || top > 0 ? { note: `${last} of ${lines.length}` } : {}),
    };
  },
  press: (overlay, { name }, state) => {
    const page = Math.max(1, state.size.rows - 8);
    const moves: Readonly<Record<string, number>> = {
      j: 1,
      down: 1,
      k: -1,
      up: -1,
      pagedown: page,
      space: page,
      pageup: -page,
    };
    const by = moves[name];
    if (name === "q" || name === "enter") return to(closed(state));
    if (by === undefined) return to(state);
    return to(scrolled(state, overlay, by));
  },
  footer: () => [
    ["esc", "close"],
    ["j k", "scroll"],
  ],
};

const scrolled = (state: State, overlay: PagerOverlay, by: number): State => {
  const most = Math.max(0, overlay.lines.length - Math.max(1, state.size.rows - 8));
  return { ...state, overlay: { ...overlay, top: Math.max(0, Math.min(most, overlay.top + by)) } };
};
