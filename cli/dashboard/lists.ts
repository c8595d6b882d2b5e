import type { List } from "./screen.ts";
import { freshList, type ListState, type State } from "./state.ts";

/** Which part of a list is seen, and what in it is chosen. */
export type ListWindow = { readonly from: number; readonly chosen: string | null };

/** The part of a list that is seen in so many rows; the chosen item is in it, in the row where it was. */
export const windowOf = (list: ListState = freshList, items: readonly string[], rows: number): ListWindow => {
  const at = list.chosen === null ? 0 : Math.max(0, items.indexOf(list.chosen));
  const most = Math.max(0, items.length - rows);
  const from = at - Math.max(0, Math.min(list.row, rows - 1));
  return { from: Math.max(0, Math.min(from, most)), chosen: items[at] ?? null };
};

/** The chosen item of a list; null where there is none. */
export const chosenIn = (list: List, state: State, now: number): string | null =>
  windowOf(state.lists[list.name], list.items(state, now), list.page(state)).chosen;

/** With the item chosen that is so many behind the one that is. Back at the first one the list follows what comes. */
export const moved = (list: List, state: State, now: number, by: number): State => {
  const items = list.items(state, now);
  const { chosen } = windowOf(state.lists[list.name], items, list.page(state));
  const at = chosen === null ? 0 : items.indexOf(chosen);
  if (by < 0 && at + by <= 0) return choosing(list, state, now, null);
  return choosing(list, state, now, items[Math.min(items.length - 1, at + by)] ?? null);
};

/** With this item chosen; null = the first one, whichever that will be. The list moves no further than it must. */
export const choosing = (list: List, state: State, now: number, id: string | null): State => {
  const before = state.lists[list.name] ?? freshList;
  const items = list.items(state, now);
  const rows = list.page(state);
  const { from } = windowOf(before, items, rows);
  const at = id === null ? 0 : Math.max(0, items.indexOf(id));
  const top = Math.max(0, Math.min(Math.max(from, at - rows + 1), at));
  const newest = id === null ? null : (before.newest ?? items[0] ?? null);
  return { ...state, lists: { ...state.lists, [list.name]: { chosen: id, row: at - top, newest } } };
};
