import { closed, type Dialog } from "../dialog.ts";
import { line, lineOf, span } from "../frame/line.ts";
import type { SearchOverlay } from "../overlay.ts";
import { screenOf } from "../screens/index.ts";
import { found, matchesIn } from "../search.ts";
import { to } from "../step.ts";

/** One line above the bottom: the list stays in sight. */
export const searchDialog: Dialog<SearchOverlay> = {
  view: ({ text }, state, now, area) => {
    const rows = Math.min(3, area.rows);
    const { list } = screenOf(state);
    const count = list === null || text === "" ? null : matchesIn(list, state, now, text).length;
    const width = Math.max(1, area.columns - 6);
    return {
      rect: { left: area.left, top: area.top + area.rows - rows, columns: area.columns, rows },
      title: "Search",
      ...(count === null ? {} : { note: count === 0 ? "found nowhere" : `in ${count} of what is listed` }),
      lines: [lineOf(span(" /", "heading"), text.slice(-width), { text: " ", isReversed: true }), line("")],
    };
  },
  press: (overlay, { name, text }, state, now) => {
    const { list } = screenOf(state);
    if (name === "enter") return list === null ? to(closed(state)) : found(list, closed(state), now, overlay.text, 0);
    if (name === "backspace" && overlay.text === "") return to(closed(state));
    const written = name === "backspace" ? [...overlay.text].slice(0, -1).join("") : overlay.text + (text ?? "");
    return to({ ...state, overlay: { ...overlay, text: name === "C-u" ? "" : written.slice(0, 200) } });
  },
  footer: () => [
    ["enter", "find"],
    ["C-u", "empty"],
    ["esc", "leave"],
  ],
};
