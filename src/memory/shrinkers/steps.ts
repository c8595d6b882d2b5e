import type { Step } from "../../core/memory.ts";
import type { Lookup, Shrinker } from "./shrinker.ts";

/** Does again what was once decided for a text. Null where a step is not known, or cannot be done. */
export const applied = (
  text: string,
  steps: readonly Step[],
  shrinkers: readonly Shrinker[],
  lookup: Lookup,
): string | null => {
  let now: string | null = text;
  for (const step of steps) {
    const shrinker = shrinkers.find(({ name, version }) => name === step.do && version === step.v);
    now = now === null || shrinker === undefined ? null : shrinker.apply(now, step.with, lookup);
  }
  return now;
};
