import type { Shrinker } from "../shrinkers/shrinker.ts";
import { ansi } from "./ansi.ts";
import { blob } from "./blob.ts";
import { diagnostics } from "./diagnostics.ts";
import { diff } from "./diff.ts";
import { digest } from "./digest.ts";
import { drawing } from "./drawing.ts";
import { duplicates } from "./duplicates.ts";
import { environment } from "./environment.ts";
import { excerpts } from "./excerpts.ts";
import { gutter } from "./gutter.ts";
import { html } from "./html/index.ts";
import { json } from "./json/index.ts";
import { listing } from "./listing.ts";
import { lockFile } from "./lock-file.ts";
import { logs } from "./logs.ts";
import { paths } from "./paths.ts";
import { progress } from "./progress.ts";
import { revisions } from "./revisions.ts";
import { runs } from "./runs.ts";
import { search } from "./search.ts";
import { source } from "./source.ts";
import { tests } from "./tests.ts";

/** Every way to make a piece shorter that has just come, in the order in which they are tried: each works on what the one before left. */
export const liveShrinkers: readonly Shrinker[] = [
  duplicates, // first: what has been said needs no more work, and it compares what the client sends
  revisions, // the same
  environment, // before what changes the text: it tells places in it
  excerpts, // as revisions, for parts of what anything gave before
  ansi, // all others read plain text
  lockFile, // whole files of a known kind, before anything changes how they look
  html, // the same, with pages
  blob, // what is data in letters would only cost the others time
  progress, // before runs: the bars between two of the same lines would part them
  runs, // before what looks at single lines: there are fewer of them now
  drawing, // turns pictures of folders into lines
  listing, // names and sizes of files
  paths, // lists of names
  json, // nothing but its blanks goes and its keys are said once
  diagnostics, // before diff and its like: what finds fault is all errors, none of it may go
  diff, // before source: files may be in it
  tests, // before logs: they log too
  search, // before source: what was found is code
  source,
  logs,
  digest, // for what is of no kind
  gutter, // last: the others know the numbers before lines as tools write them
];
