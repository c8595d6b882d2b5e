import { choosing, chosenIn, moved } from "../lists.ts";
import type { List } from "../screen.ts";
import { screenOf } from "../screens/index.ts";
import type { Change } from "../state.ts";
import { to } from "../step.ts";
import type { BindingGroup } from "./binding.ts";

const inList =
  (change: (list: List, ...args: Parameters<Change>) => ReturnType<Change>): Change =>
  (state, now) => {
    const { list } = screenOf(state);
    return list === null ? to(state) : change(list, state, now);
  };

const by = (rows: (list: List, ...args: Parameters<Change>) => number): Change =>
  inList((list, state, now) => to(moved(list, state, now, rows(list, state, now))));

/** The keys that go through whatever list there is. */
export const movement: BindingGroup = {
  title: "LISTS",
  bindings: [
    { keys: ["j", "down"], label: "next", act: by(() => 1) },
    { keys: ["k", "up"], label: "the one before", act: by(() => -1) },
    { keys: ["pagedown", "C-f"], shown: "page down", label: "a page on", act: by((list, state) => list.page(state)) },
    { keys: ["pageup", "C-b"], shown: "page up", label: "a page back", act: by((list, state) => -list.page(state)) },
    {
      keys: ["g", "G", "home"],
      shown: "g G",
      label: "the first one; what is new goes on coming in",
      act: inList((list, state, now) => to(choosing(list, state, now, null))),
    },
    {
      keys: ["end"],
      label: "the last one",
      act: inList((list, state, now) => to(choosing(list, state, now, list.items(state, now).at(-1) ?? null))),
    },
    {
      keys: ["enter", "right"],
      shown: "enter",
      label: "go into it",
      footer: "open",
      act: inList((list, state, now) => {
        const chosen = chosenIn(list, state, now);
        return chosen === null ? to(state) : list.open(chosen)(state, now);
      }),
    },
  ],
};
