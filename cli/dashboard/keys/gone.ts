import { answerTo } from "../data/answers.ts";
import type { Change, State } from "../state.ts";
import { doing } from "../step.ts";
import type { BindingGroup } from "./binding.ts";

const starting: Change = (state) => {
  const { answers, status } = state.data;
  return doing(state, { type: "start", like: answerTo(answers, "config", {}), url: status?.url ?? null });
};

const gone: BindingGroup = {
  title: "THE PROXY IS GONE",
  bindings: [{ keys: ["s"], label: "start it", footer: "start it", act: starting }],
};

/** What can be done while nobody answers. It comes before everything else. */
export const goneKeys = ({ link }: State): readonly BindingGroup[] => (link.kind === "gone" ? [gone] : []);
