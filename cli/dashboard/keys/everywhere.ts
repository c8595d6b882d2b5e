import { agedAnswers } from "../data/answers.ts";
import type { Data } from "../data/data.ts";
import { emptyCommand } from "../dialogs/command.ts";
import { type State, views } from "../state.ts";
import { doing, to, toasted } from "../step.ts";
import type { BindingGroup } from "./binding.ts";
import { switchingKeys } from "./switching.ts";

const viewAt = (state: State, by: number): State => {
  const at = (views.indexOf(state.view) + by + views.length) % views.length;
  return { ...state, view: views[at] ?? "overview", path: [] };
};

/** Paused or not: the feed looks at the newest. */
const askedAnew = ({ data, held, ...state }: State): State =>
  held === null ? { ...state, held, data: aged(data) } : { ...state, data, held: aged(held) };

const aged = (data: Data): Data => ({ ...data, answers: agedAnswers(data.answers) });

/** The keys that mean the same on every screen. */
export const everywhere: BindingGroup = {
  title: "EVERYWHERE",
  bindings: [
    ...views.map((view, at) => ({
      keys: [String(at + 1)],
      label: `${view[0]?.toUpperCase()}${view.slice(1)}`,
      act: (state: State) => to({ ...state, view, path: [] }),
    })),
    { keys: ["tab"], label: "the next view", footer: "view", act: (state) => to(viewAt(state, 1)) },
    { keys: ["S-tab"], label: "the view before", act: (state) => to(viewAt(state, -1)) },
    {
      keys: ["esc", "left"],
      shown: "esc",
      label: "back",
      act: (state) => to({ ...state, path: state.path.slice(0, -1) }),
    },
    ...switchingKeys,
    {
      keys: ["p"],
      label: "pause the picture, and go on",
      act: (state) =>
        to(state.held === null ? { ...state, held: state.data } : { ...state, data: state.held, held: null }),
    },
    {
      keys: ["C-r"],
      shown: "ctrl-r",
      label: "ask the proxy for all of it anew",
      act: (state, now) => to(toasted(askedAnew(state), now, "asked anew", "muted")),
    },
    {
      keys: [":"],
      label: "a command, in the words of proxy-cli",
      act: (state) => to({ ...state, overlay: emptyCommand }),
    },
    {
      keys: ["?"],
      label: "these keys",
      footer: "help",
      act: (state) => to({ ...state, overlay: { kind: "help", search: "", chosen: 0 } }),
    },
    {
      keys: ["C-z"],
      shown: "ctrl-z",
      label: "back to the shell for a while",
      act: (state) => doing(state, { type: "suspend" }),
    },
    {
      keys: ["q", "C-c"],
      shown: "q ctrl-c",
      label: "leave; the proxy goes on",
      footer: "quit",
      act: (state) => doing(state, { type: "quit", code: 0 }),
    },
  ],
};
