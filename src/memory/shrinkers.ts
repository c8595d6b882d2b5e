import { batchShrinkers } from "./batch/index.ts";
import { liveShrinkers } from "./live/index.ts";
import type { Shrinker } from "./shrinker.ts";

/** Every shrinker in every version that ever was: what was decided with one is done again with it. */
export const shrinkers: readonly Shrinker[] = [...liveShrinkers, ...batchShrinkers];
