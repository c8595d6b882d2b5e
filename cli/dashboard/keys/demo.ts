import type { State } from "../state.ts";
import { doing, toasted } from "../step.ts";
import type { BindingGroup } from "./binding.ts";

/** What more can be done where the demo plays. */
const demo: BindingGroup = {
  title: "DEMO",
  bindings: [
    {
      keys: ["F"],
      label: "play what can go wrong",
      footer: "faults",
      act: (state, now) =>
        doing(toasted(state, now, "Now everything goes wrong once.", "warning"), { type: "trouble" }),
    },
  ],
};

/** The demo's own keys, where it is the demo's daemon that is looked at. */
export const demoKeys = ({ data }: State): readonly BindingGroup[] => (data.status?.isDemo === true ? [demo] : []);
