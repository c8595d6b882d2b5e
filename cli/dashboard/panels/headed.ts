import { fit } from "../frame/cells.ts";
import { lineOf, span } from "../frame/line.ts";
import type { Panel } from "../panel.ts";

/** A panel for a place without a border: what would stand in it is a line of its own. */
export const headed =
  (panel: Panel): Panel =>
  (state, now, size) => {
    const view = panel(state, now, { ...size, rows: Math.max(0, size.rows - 1) });
    const note = view.note !== undefined && view.title.length + view.note.length + 2 <= size.columns ? view.note : "";
    const title = fit(view.title, size.columns - note.length);
    const plots = view.plots?.map(({ plot, rect }) => ({ plot, rect: { ...rect, top: rect.top + 1 } })) ?? [];
    return { ...view, plots, lines: [lineOf(span(title, "heading"), span(note, "muted")), ...view.lines] };
  };
