import type { Shrinker } from "../shrinker.ts";
import { ansi } from "./ansi.ts";
import { json } from "./json/index.ts";
import { runs } from "./runs.ts";

/** Every way to make a piece shorter that has just come, in the order in which they are tried: each works on what the one before left. */
export const liveShrinkers: readonly Shrinker[] = [
  ansi, // first: all others read plain text
  runs, // before what looks at single lines: there are fewer of them now
  json, // nothing but its blanks goes and its keys are said once: the lossy ones see what is left
];
