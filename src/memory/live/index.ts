import type { Shrinker } from "../shrinker.ts";
import { ansi } from "./ansi.ts";
import { blob } from "./blob.ts";
import { drawing } from "./drawing.ts";
import { gutter } from "./gutter.ts";
import { html } from "./html/index.ts";
import { json } from "./json/index.ts";
import { listing } from "./listing.ts";
import { lockFile } from "./lock-file.ts";
import { paths } from "./paths.ts";
import { progress } from "./progress.ts";
import { runs } from "./runs.ts";

/** Every way to make a piece shorter that has just come, in the order in which they are tried: each works on what the one before left. */
export const liveShrinkers: readonly Shrinker[] = [
  ansi, // first: all others read plain text
  lockFile, // whole files of a known kind, before anything changes how they look
  html, // the same, with pages
  blob, // what is data in letters would only cost the others time
  progress, // before runs: the bars between two of the same lines would part them
  runs, // before what looks at single lines: there are fewer of them now
  drawing, // turns pictures of folders into lines
  listing, // names and sizes of files
  paths, // lists of names
  json, // nothing but its blanks goes and its keys are said once
  gutter, // last: the others know the numbers before lines as tools write them
];
