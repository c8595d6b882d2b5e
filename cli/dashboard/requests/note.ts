import { exactly } from "../../output/units.ts";
import { mostRequests } from "../data/hear.ts";
import { listedRequests } from "../data/requests.ts";
import type { State } from "../state.ts";
import { shownRequests } from "./shown.ts";
import { isFollowing } from "./steady.ts";

/** What stands in the border of the list: its filter, its order, and whether it follows what comes; as much as fits. */
export const requestsNote = (state: State, now: number, columns: number): string => {
  const { sort, isReversed } = state.requestList;
  const {
    filter,
    searches: { requests: search = "" },
  } = state;
  const order = `sort: ${sort === "at" ? "time" : sort}${isReversed ? " reversed" : ""}`;
  const isUsual = sort === "at" && !isReversed;
  const looking = search === "" ? "" : `/${search}`;
  const parts = (choice: { readonly short: boolean; readonly sorted: boolean }): string =>
    [looking, filterNote(state, now, choice.short), isUsual && !choice.sorted ? "" : order, followNote(state, now)]
      .filter((part) => part !== "")
      .join("   ");
  const room = columns - 18;
  const tries = [
    parts({ short: false, sorted: true }),
    parts({ short: false, sorted: false }),
    parts({ short: true, sorted: false }),
    filter === "" ? followNote(state, now) : filterNote(state, now, true),
  ];
  return tries.find((text) => text.length <= room) ?? "";
};

/** `0 of 1,204 match "st:5xx"`, and that only the latest are known here. */
export const emptyResult = (state: State): string => `0 of ${total(state)} match "${state.filter}"`;

/** What a count is of. */
export const total = ({ data }: Pick<State, "data">): string => {
  const { length } = listedRequests(data);
  return data.requests.length >= mostRequests ? `the latest ${exactly(length)}` : exactly(length);
};

const filterNote = (state: State, now: number, isShort: boolean): string => {
  const { filter } = state;
  if (filter === "") return isShort ? "" : "f filter: none";
  const found = `${exactly(shownRequests(state, now).length)} of ${total(state)}`;
  return isShort ? `filter: ${found}` : `filter: ${filter}  ${found}`;
};

/** `following`, or how many have come in above what is looked at. */
const followNote = (state: State, now: number): string => {
  const { sort, isReversed } = state.requestList;
  const list = state.lists["requests"];
  if (sort !== "at" || isReversed) return "";
  if (isFollowing(state, now)) return "following";
  const above = shownRequests(state, now).findIndex(({ id }) => id === list?.newest);
  return above > 0 ? `${exactly(above)} new above, G follows` : "G follows";
};
