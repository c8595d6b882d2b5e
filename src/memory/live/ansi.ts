import type { Shrinker } from "../shrinker.ts";

/** Colours, cursor moves and titles of terminals: nobody reads them but a terminal. */
const escapes = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

/** Takes out what only a terminal understands, and of lines that were written over, all but the last. */
export const ansi: Shrinker = {
  name: "ansi",
  version: 1,
  isLossy: false,
  from: "lossless",
  suits: (text) => (text.includes("\u001b") || text.includes("\r") ? {} : null),
  apply: (text) => text.replaceAll(escapes, "").split("\n").map(lastWritten).join("\n"),
};

/** A line ends in \r\n on some systems: that is no line written over. */
const lastWritten = (line: string): string => {
  const end = line.endsWith("\r") ? line.slice(0, -1) : line;
  return end.slice(end.lastIndexOf("\r") + 1);
};
