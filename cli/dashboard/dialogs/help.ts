import { closed, type Dialog } from "../dialog.ts";
import { type Line, line, lineOf, span } from "../frame/line.ts";
import { inMiddle } from "../frame/rect.ts";
import { actOn, type Binding, type BindingGroup, shownKeys } from "../keys/binding.ts";
import { groupsHere } from "../keys/here.ts";
import type { State } from "../state.ts";
import { to } from "../step.ts";

/** Every key that works here, made of the table that acts. */
export type HelpOverlay = {
  readonly kind: "help";
  /** What has been typed to find one. */
  readonly search: string;
  readonly chosen: number;
};

/** The help: typing searches, enter does what the chosen line says. */
export const helpDialog: Dialog<HelpOverlay> = {
  view: (overlay, state, now, area) => {
    const found = bindingsIn(overlay, state);
    const lines = groupsHere(state).flatMap((group) => groupLines(group, found, overlay, state, now));
    const rect = inMiddle(area, {
      columns: Math.min(76, area.columns - 2),
      rows: Math.min(area.rows, lines.length + 2),
    });
    const note = overlay.search === "" ? "type to search" : `search: ${overlay.search}`;
    return { rect, title: "Keys", note, lines: lines.slice(0, rect.rows - 2) };
  },
  press: (overlay, { name, text }, state, now) => {
    const found = bindingsIn(overlay, state);
    if (name === "enter") {
      const binding = found[overlay.chosen];
      return binding === undefined ? to(state) : actOn(binding, closed(state), now);
    }
    const last = Math.max(0, found.length - 1);
    if (name === "down") return to({ ...state, overlay: { ...overlay, chosen: Math.min(last, overlay.chosen + 1) } });
    if (name === "up") return to({ ...state, overlay: { ...overlay, chosen: Math.max(0, overlay.chosen - 1) } });
    const search = name === "backspace" ? overlay.search.slice(0, -1) : text === null ? null : overlay.search + text;
    return to(search === null ? state : { ...state, overlay: { ...overlay, search, chosen: 0 } });
  },
  footer: () => [
    ["esc", "close"],
    ["enter", "do it"],
  ],
};

const bindingsIn = ({ search }: HelpOverlay, state: State): readonly Binding[] => {
  const wanted = search.toLowerCase();
  return groupsHere(state).flatMap(({ bindings }) =>
    bindings.filter((binding) => `${shownKeys(binding)} ${binding.label}`.toLowerCase().includes(wanted)),
  );
};

const groupLines = (
  { title, bindings }: BindingGroup,
  found: readonly Binding[],
  overlay: HelpOverlay,
  state: State,
  now: number,
): readonly Line[] => {
  const shown = bindings.filter((binding) => found.includes(binding));
  if (shown.length === 0) return [];
  return [
    line(` ${title}`, { tone: "heading" }),
    ...shown.map((binding): Line => {
      const why = binding.unless?.(state, now) ?? null;
      const text = `   ${shownKeys(binding).padEnd(14)} ${binding.label}`;
      if (found[overlay.chosen] === binding) return line(`>${text.slice(1)}`, { isReversed: true });
      return why === null ? lineOf(text) : lineOf(span(`${text}  (${why})`, "muted"));
    }),
  ];
};
