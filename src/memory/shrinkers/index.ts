import type { Step } from "../../core/memory.ts";
import { once } from "../../lib/once.ts";
import { batchShrinkers } from "../batch/index.ts";
import { liveShrinkers } from "../live/index.ts";
import type { Shrinker } from "./shrinker.ts";

/** Every shrinker in every version that ever was: what was decided with one is done again with it. */
export const shrinkers: readonly Shrinker[] = [...liveShrinkers, ...batchShrinkers];

/** Whether a step leaves out what cannot be told from what is left. */
export const leavesOut = ({ do: name }: Step): boolean => lossy().has(name);

/** Whether behind a step each line still stands in its place. */
export const keepsLines = ({ do: name }: Step): boolean => lineByLine().has(name);

const lossy = once(() => namesOf(({ isLossy }) => isLossy));
const lineByLine = once(() => namesOf(({ keepsLines: keeps = false }) => keeps));

const namesOf = (is: (shrinker: Shrinker) => boolean): ReadonlySet<string> =>
  new Set(shrinkers.filter(is).map(({ name }) => name));
