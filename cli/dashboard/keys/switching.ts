import type { State } from "../state.ts";
import { openSwitch, switchBack } from "../switching/act.ts";
import { liveData } from "../switching/targets.ts";
import type { Binding } from "./binding.ts";

/** A switch is the daemon's to make; one that has not answered yet is asked. */
const gone = ({ link }: State): string | null =>
  link.kind !== "gone" ? null : "The proxy does not answer just now; nothing can be switched.";

/** To another upstream and back, from everywhere. */
export const switchingKeys: readonly Binding[] = [
  {
    keys: ["u"],
    label: "switch upstream",
    footer: "switch",
    act: (state, now) => openSwitch(chosenUpstream(state))(state, now),
    unless: gone,
  },
  {
    keys: ["-"],
    label: "back to the upstream before",
    act: switchBack,
    unless: (state) =>
      gone(state) ??
      (liveData(state).status?.previousUpstream === null ? "There is no upstream to go back to yet." : null),
  },
];

/** On the list of upstreams the one that somebody has gone to; elsewhere one is chosen in the dialog. */
const chosenUpstream = ({ view, path, lists, data }: State): string | null => {
  const chosen = view === "upstreams" && path.length === 0 ? (lists["upstreams"]?.chosen ?? null) : null;
  return chosen === data.status?.upstream ? null : chosen;
};
