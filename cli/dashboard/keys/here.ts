import { screenOf } from "../screens/index.ts";
import type { State } from "../state.ts";
import type { BindingGroup } from "./binding.ts";
import { demoKeys } from "./demo.ts";
import { everywhere } from "./everywhere.ts";
import { goneKeys } from "./gone.ts";
import { movement } from "./movement.ts";

/** Every key that works on the screen that is shown, each with one meaning: the screen's own come first. */
export const groupsHere = (state: State): readonly BindingGroup[] => {
  const { keys, list } = screenOf(state);
  return withoutShadowed([
    ...goneKeys(state),
    ...keys,
    ...(list === null ? [] : [movement]),
    ...demoKeys(state),
    everywhere,
  ]);
};

/** A key that means something else before is taken out of what comes behind. */
const withoutShadowed = (groups: readonly BindingGroup[]): readonly BindingGroup[] => {
  const taken = new Set<string>();
  return groups.map(({ title, bindings }) => ({
    title,
    bindings: bindings.flatMap((binding) => {
      const keys = binding.keys.filter((key) => !taken.has(key));
      for (const key of keys) taken.add(key);
      if (keys.length === binding.keys.length) return [binding];
      const { shown: _, ...rest } = binding;
      return keys.length === 0 ? [] : [{ ...rest, keys }];
    }),
  }));
};
