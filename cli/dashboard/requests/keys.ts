import { buildingFilter, filteredBy } from "../dialogs/filter.ts";
import type { Binding, BindingGroup } from "../keys/binding.ts";
import { choosing, chosenIn } from "../lists.ts";
import type { List } from "../screen.ts";
import { searchBindings } from "../search.ts";
import type { Change, State, Step } from "../state.ts";
import { to } from "../step.ts";
import { cancelling, whyNotCancel } from "./cancel.ts";
import { comparing } from "./compare.ts";
import { copyingCurl, copyingId } from "./copy.ts";
import { type RequestListState, sortNames } from "./list-state.ts";
import { replaying } from "./replay.ts";

const listing = (state: State, change: Partial<RequestListState>): State => ({
  ...state,
  requestList: { ...state.requestList, ...change },
});

/** With the order changed the list stays on the request it is on. */
const sorted = (list: List, state: State, now: number, change: Partial<RequestListState>): Step =>
  to(choosing(list, listing(state, change), now, chosenIn(list, state, now)));

const looking = (list: List): readonly Binding[] => [
  {
    keys: ["enter", "right"],
    shown: "enter",
    label: "open the request",
    footer: "open",
    act: (state, now) => {
      const chosen = chosenIn(list, state, now);
      return chosen === null ? to(state) : list.open(chosen)(state, now);
    },
  },
  {
    keys: ["f"],
    label: "filter, with what there is to choose",
    footer: "filter",
    act: (state) => to(buildingFilter(state)),
  },
  ...searchBindings(list),
  {
    keys: ["s", "o"], // where the proxy is gone `s` starts it
    shown: "s",
    label: "sort by the next column",
    act: (state, now) => {
      const at = sortNames.indexOf(state.requestList.sort);
      return sorted(list, state, now, { sort: sortNames[(at + 1) % sortNames.length] ?? "at", isReversed: false });
    },
  },
  {
    keys: ["S"],
    label: "the other way round",
    act: (state, now) => sorted(list, state, now, { isReversed: !state.requestList.isReversed }),
  },
  { keys: ["w"], label: "wide columns", act: (state) => to(listing(state, { isWide: !state.requestList.isWide })) },
];

const comparingMarked: Binding = {
  keys: ["d"],
  label: "compare the two marked ones",
  act: (state) => comparing(state, state.requestList.marked),
  unless: ({ requestList }) => (requestList.marked.length === 2 ? null : "mark two with space to compare them"),
};

/** What is done with the request that the list is on. */
const withChosen = (list: List): readonly Binding[] => {
  const on =
    (act: (state: State, id: string, now: number) => Step): Change =>
    (state, now) => {
      const chosen = chosenIn(list, state, now);
      return chosen === null ? to(state) : act(state, chosen, now);
    };
  const unless = (state: State, now: number): string | null =>
    chosenIn(list, state, now) === null ? "there is no request to do that with" : null;
  return [
    { keys: ["space"], label: "mark, two can be compared", act: on(marked), unless },
    comparingMarked,
    { keys: ["r"], label: "replay: send it again (asks first)", act: on(replaying), unless },
    { keys: ["c"], label: "copy as curl, without the key", act: on(copyingCurl), unless },
    { keys: ["y"], label: "copy the id", act: on(copyingId), unless },
    {
      keys: ["x"],
      label: "cancel it while it runs (asks first)",
      act: on((state, id, now) => to(cancelling(state, id, now))),
      unless: (state, now) => unless(state, now) ?? whyNotCancel(state, chosenIn(list, state, now)),
    },
  ];
};

/** The latest two stay marked. */
const marked = (state: State, id: string): Step => {
  const before = state.requestList.marked;
  const now = before.includes(id) ? before.filter((one) => one !== id) : [...before, id].slice(-2);
  return to(listing(state, { marked: now }));
};

const clearing: Binding = {
  keys: ["esc"],
  label: "clear the search, the filter, the order, the marks",
  act: (state) => {
    const { requests: searched = "", ...searches } = state.searches;
    if (searched !== "") return to({ ...state, searches });
    if (state.filter !== "") return to(filteredBy(state, ""));
    const isUsual = state.requestList.sort === "at" && !state.requestList.isReversed;
    return to(listing(state, isUsual ? { marked: [] } : { sort: "at", isReversed: false }));
  },
};

/** The keys of a list of requests, on whichever screen it is. */
export const requestKeys = (list: List): BindingGroup => ({
  title: "REQUEST LIST",
  bindings: [...looking(list), ...withChosen(list), clearing],
});
