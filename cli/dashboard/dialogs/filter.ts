import { exactly } from "../../output/units.ts";
import { listedRequests } from "../data/requests.ts";
import { closed, type Dialog } from "../dialog.ts";
import { type FilterMistake, readFilter } from "../filter/read.ts";
import { completed, type Suggestion, suggestionsFor } from "../filter/suggest.ts";
import { fit } from "../frame/cells.ts";
import { type Line, line, lineOf, reversed, span } from "../frame/line.ts";
import { inMiddle } from "../frame/rect.ts";
import type { FilterOverlay } from "../overlay.ts";
import { total } from "../requests/note.ts";
import { matching } from "../requests/shown.ts";
import { freshList, type State, type Step } from "../state.ts";
import { to } from "../step.ts";

/** The builder: typing and choosing make the same text. */
export const filterDialog: Dialog<FilterOverlay> = {
  view: (overlay, state, now, area) => {
    const suggestions = suggestionsOf(overlay, state, now);
    const columns = Math.min(72, area.columns - 2);
    const rect = inMiddle(area, { columns, rows: Math.min(area.rows, 20) });
    const room = Math.max(1, rect.rows - 5);
    const from = Math.max(0, Math.min(overlay.chosen - room + 1, suggestions.length - room));
    const rows = suggestions
      .slice(from, from + room)
      .map((suggestion, at) => suggestionLine(suggestion, from + at === overlay.chosen, columns - 2));
    return {
      rect,
      title: "Filter",
      note: 'space = and   | = or   ! = not   "text"',
      lines: [inputLine(overlay.text, columns - 2), resultLine(overlay.text, state, now), [], ...rows],
    };
  },
  press: (overlay, key, state, now) => {
    const { name, text } = key;
    const suggestions = suggestionsOf(overlay, state, now);
    const last = suggestions.length - 1;
    const change = (more: Partial<FilterOverlay>): Step => to({ ...state, overlay: { ...overlay, ...more } });
    switch (name) {
      case "down":
        return change({ chosen: Math.min(last, overlay.chosen + 1) });
      case "up":
        return change({ chosen: Math.max(-1, overlay.chosen - 1) });
      case "C-u":
        return change({ text: "", chosen: -1 });
      case "backspace":
        return change({ text: [...overlay.text].slice(0, -1).join(""), chosen: -1 });
      case "enter":
        return overlay.chosen < 0
          ? taken(overlay.text, state)
          : completing(overlay, suggestions[overlay.chosen], change);
      case "tab":
        return completing(overlay, suggestions[Math.max(0, overlay.chosen)], change);
      default:
        return text === null ? to(state) : change({ text: (overlay.text + text).slice(0, mostText), chosen: -1 });
    }
  },
  footer: ({ chosen }) => [
    ["enter", chosen < 0 ? "filter" : "choose"],
    ["tab", "complete"],
    ["down", "values"],
    ["C-u", "empty"],
    ["esc", "leave as it was"],
  ],
};

/** Longer than this no filter is meant. */
const mostText = 500;

/** The state with the builder over it, beginning with the filter in force. */
export const buildingFilter = (state: State): State => ({
  ...state,
  overlay: { kind: "filter", text: state.filter === "" ? "" : `${state.filter} `, chosen: -1 },
});

const suggestionsOf = ({ text }: FilterOverlay, { data }: State, now: number): readonly Suggestion[] =>
  suggestionsFor(text, listedRequests(data), now);

const completing = (
  { text }: FilterOverlay,
  suggestion: Suggestion | undefined,
  change: (more: Partial<FilterOverlay>) => Step,
): Step => change(suggestion === undefined ? {} : { text: completed(text, suggestion), chosen: -1 });

/** The filter comes into force; one that cannot be read stays where it is, with what is wrong with it. */
const taken = (text: string, state: State): Step =>
  readFilter(text).mistake === null ? to(closed(filteredBy(state, text.trim()))) : to(state);

/** The state with this filter in force; the list begins at its top. */
export const filteredBy = (state: State, filter: string): State => ({
  ...state,
  filter,
  lists: { ...state.lists, requests: freshList },
});

const inputLine = (text: string, width: number): Line => {
  const { mistake } = readFilter(text);
  const before = " filter: ";
  const room = width - before.length - 2;
  const hidden = Math.max(0, text.length - room);
  const end = mistake === null || isUnfinished(mistake, text) ? null : mistake;
  const [good, bad, rest] = end === null ? [text, "", ""] : cutAt(text, end);
  const pieces = [span(good), span(bad, "error"), span(rest)].reduce<{ left: number; spans: Line }>(
    ({ left, spans }, piece) => {
      const shown = { ...piece, text: piece.text.slice(Math.min(left, piece.text.length)) };
      return { left: Math.max(0, left - piece.text.length), spans: [...spans, shown] };
    },
    { left: hidden, spans: [] },
  );
  return [span(before, "heading"), ...pieces.spans, { text: " ", isReversed: true }];
};

const cutAt = (text: string, { at, length }: FilterMistake): readonly [string, string, string] => [
  text.slice(0, at),
  text.slice(at, at + length),
  text.slice(at + length),
];

/** A mistake at the end of what is being typed is no mistake yet. */
const isUnfinished = ({ at, length, message }: FilterMistake, text: string): boolean =>
  at + length >= text.length && /wants|missing|closed/.test(message);

const resultLine = (text: string, state: State, now: number): Line => {
  const { mistake } = readFilter(text);
  if (mistake !== null) return line(` ${mistake.message}`, { tone: isUnfinished(mistake, text) ? "muted" : "error" });
  const found = matching(listedRequests(state.data), text, now).length;
  return line(` ${exactly(found)} of ${total(state)} match`, { tone: found === 0 ? "warning" : "ok" });
};

const suggestionLine = ({ word, says, count }: Suggestion, isChosen: boolean, width: number): Line => {
  const mark = isChosen ? " > " : "   ";
  const right = count === null ? "" : `${exactly(count)} `;
  const room = Math.max(1, width - mark.length - right.length);
  const label = count === null ? fit(word, 12) + fit(says, Math.max(0, room - 12)) : fit(word, room);
  const whole = lineOf(mark, label, span(right, "muted"));
  return isChosen ? reversed(whole) : whole;
};
