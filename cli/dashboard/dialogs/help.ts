import { closed, type Dialog } from "../dialog.ts";
import { fit } from "../frame/cells.ts";
import { type Line, line, lineOf, span } from "../frame/line.ts";
import { inMiddle, type Rect } from "../frame/rect.ts";
import { type Block, blocksOf, type Entry, legendBlocks, searched } from "../help/entries.ts";
import { laidOut } from "../help/layout.ts";
import { legends } from "../help/legends.ts";
import { actOn } from "../keys/binding.ts";
import type { HelpOverlay } from "../overlay.ts";
import type { State, Step } from "../state.ts";
import { to, toasted } from "../step.ts";

/** The help: typing searches, enter does what the chosen line says. */
export const helpDialog: Dialog<HelpOverlay> = {
  view: (overlay, state, now, area) => {
    const place = rectIn(area);
    const width = place.columns - 2;
    const pinned = hasRoomForLegends(area) ? legendLines(width) : [];
    const blocks = foundIn(overlay, state, now, area);
    const { lines, chosenRow } = laidOut(blocks, overlay.chosen, width);
    const most = place.rows - 2 - pinned.length - 1;
    const top = Math.max(0, Math.min(chosenRow - Math.floor(most / 2), lines.length - most));
    const shown = lines.length === 0 ? [line(" no key does that", { tone: "muted" })] : lines.slice(top, top + most);
    const entry = blocks.flatMap(({ entries }) => entries)[overlay.chosen];
    const rect = inMiddle(area, {
      columns: place.columns,
      rows: Math.min(place.rows, shown.length + pinned.length + 3),
    });
    return {
      rect,
      title: "Keys",
      note: noteOf(overlay, top, lines.length - most),
      lines: [...shown, ...pinned, lastLine(entry, width)],
    };
  },
  press: (overlay, { name, text }, state, now) => {
    const entries = entriesIn(overlay, state, now);
    const by = ({ down: 1, up: -1, pagedown: 10, pageup: -10 } as Readonly<Record<string, number>>)[name];
    if (by !== undefined)
      return to(showing(state, { ...overlay, chosen: Math.max(0, Math.min(entries.length - 1, overlay.chosen + by)) }));
    if (name === "enter") return done(entries[overlay.chosen], state, now);
    if (name === "backspace" || name === "C-u")
      return to(showing(state, { ...overlay, search: name === "C-u" ? "" : overlay.search.slice(0, -1), chosen: 0 }));
    return to(
      text === null ? state : showing(state, { ...overlay, search: (overlay.search + text).slice(0, 40), chosen: 0 }),
    );
  },
  footer: () => [
    ["esc", "close"],
    ["enter", "do it"],
    ["up down", "choose"],
  ],
};

const showing = (state: State, overlay: HelpOverlay): State => ({ ...state, overlay });

const rectIn = (area: Rect): Rect => inMiddle(area, { columns: Math.min(area.columns, 120), rows: area.rows });

const hasRoomForLegends = (area: Rect): boolean => area.columns >= 80 && area.rows >= 20;

const foundIn = ({ search }: HelpOverlay, state: State, now: number, area: Rect): readonly Block[] =>
  searched([...blocksOf(state, now), ...(hasRoomForLegends(area) ? [] : legendBlocks)], search);

const entriesIn = (overlay: HelpOverlay, state: State, now: number): readonly Entry[] => {
  const { columns, rows } = state.size;
  const area = { left: 0, top: 1, columns, rows: rows - 3 };
  return foundIn(overlay, state, now, area).flatMap(({ entries }) => entries);
};

/** Does it, or says why not and stays. */
const done = (entry: Entry | undefined, state: State, now: number): Step => {
  if (entry === undefined) return to(state);
  if (entry.binding === null || entry.why !== null) return to(toasted(state, now, entry.why ?? "", "muted"));
  return actOn(entry.binding, closed(state), now);
};

const noteOf = ({ search }: HelpOverlay, top: number, most: number): string => {
  if (search !== "") return `search: ${search}`;
  return most <= 0
    ? "type to search"
    : `type to search   ${top > 0 ? "up" : ""}${top > 0 && top < most ? " " : ""}${top < most ? "down" : ""}`;
};

const legendLines = (width: number): readonly Line[] => [
  [],
  ...legends.flatMap(({ title, lines }) =>
    lines.map((text, at) => lineOf(span(` ${(at === 0 ? title : "").padEnd(8)}`, "heading"), fit(text, width - 9))),
  ),
];

/** Why a grey line is grey, or what enter does. */
const lastLine = (entry: Entry | undefined, width: number): Line => {
  if (entry === undefined) return line(fit(" backspace takes a letter away", width), { tone: "muted" });
  return line(fit(entry.why === null ? ` enter: ${entry.label}` : ` ${entry.why}`, width), {
    tone: entry.why === null ? "ok" : "muted",
  });
};
