import type { State } from "../state.ts";
import { doing } from "../step.ts";
import type { BindingGroup } from "./binding.ts";

const gone: BindingGroup = {
  title: "THE PROXY IS GONE",
  bindings: [{ keys: ["s"], label: "start it", footer: "start it", act: (state) => doing(state, { type: "start" }) }],
};

/** What can be done while nobody answers. It comes before everything else. */
export const goneKeys = ({ link }: State): readonly BindingGroup[] => (link.kind === "gone" ? [gone] : []);
