import type { Shrinker } from "../shrinker.ts";
import { ansi } from "./ansi.ts";

/** Every way to make a piece shorter that has just come, in the order in which they are tried: each works on what the one before left. */
export const liveShrinkers: readonly Shrinker[] = [
  ansi, // first: all others read plain text
];
