import type { Binding } from "./keys/binding.ts";
import { choosing, chosenIn } from "./lists.ts";
import type { List } from "./screen.ts";
import type { State, Step } from "./state.ts";
import { to, toasted } from "./step.ts";

/** The items of a list that have a text in them, in the list's order. */
export const matchesIn = (list: List, state: State, now: number, text: string): readonly string[] => {
  const wanted = text.toLowerCase();
  const { textOf } = list;
  if (textOf === undefined || wanted === "") return [];
  return list.items(state, now).filter((id) => textOf(id, state, now).toLowerCase().includes(wanted));
};

/**
 * The list with the next item chosen that has the text in it: from the chosen one on (0), behind it
 * (1) or before it (-1). Behind the last one comes the first.
 */
export const found = (list: List, state: State, now: number, text: string, towards: 0 | 1 | -1): Step => {
  const searched = { ...state, searches: { ...state.searches, [list.name]: text } };
  if (text === "") return to(searched);
  const matches = matchesIn(list, state, now, text);
  if (matches.length === 0) return to(toasted(searched, now, `"${text}" is nowhere in what is listed`, "muted"));
  const items = list.items(state, now);
  const at = items.indexOf(chosenIn(list, state, now) ?? "");
  const places = matches.map((id) => items.indexOf(id));
  const next =
    towards < 0
      ? (places.findLast((place) => place < at) ?? places.at(-1))
      : (places.find((place) => place >= at + towards) ?? places[0]);
  return to(choosing(list, searched, now, items[next ?? 0] ?? null));
};

const searchOf = ({ name }: List, { searches }: State): string => searches[name] ?? "";

const unlessSearched =
  (list: List) =>
  (state: State): string | null =>
    searchOf(list, state) === "" ? "nothing is searched for: / does" : null;

/** The keys that search in a list. */
export const searchBindings = (list: List): readonly Binding[] => [
  {
    keys: ["/"],
    label: "search a text in what is listed",
    footer: "search",
    act: (state) => to({ ...state, overlay: { kind: "search", text: "" } }),
  },
  {
    keys: ["n"],
    label: "the next one with it",
    act: (state, now) => found(list, state, now, searchOf(list, state), 1),
    unless: unlessSearched(list),
  },
  {
    keys: ["N"],
    label: "the one before with it",
    act: (state, now) => found(list, state, now, searchOf(list, state), -1),
    unless: unlessSearched(list),
  },
];
