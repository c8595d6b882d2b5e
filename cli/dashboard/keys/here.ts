import { screenOf } from "../screens/index.ts";
import type { State } from "../state.ts";
import type { BindingGroup } from "./binding.ts";
import { everywhere } from "./everywhere.ts";
import { movement } from "./movement.ts";

/** Every key that works on the screen that is shown: its own first. */
export const groupsHere = (state: State): readonly BindingGroup[] => {
  const { keys, list } = screenOf(state);
  return [...keys, ...(list === null ? [] : [movement]), everywhere];
};
