import { line } from "../frame/line.ts";
import type { Screen } from "../screen.ts";

/** A view that shows nothing yet. */
export const soon = (title: string): Screen => ({
  title: () => title,
  list: null,
  slots: (_state, rect) => [{ panel: () => ({ title, lines: [line(" Nothing here yet.")] }), rect }],
  questions: () => [],
  keys: [],
});
