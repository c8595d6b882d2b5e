import { isFileText } from "../lines/file-text.ts";
import type { Shrinker } from "../shrinkers/shrinker.ts";

/** Colours, cursor moves and titles of terminals: nobody reads them but a terminal. */
const escapes = /\u001b(?:\[([0-?]*)[ -/]*([@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;

/**
 * Takes out what only a terminal understands, and of states of one line that were written over each other (`10 %`, `20 %`)
 * all but the last. Keeps: every word, the ends of lines as they are (`\r\n` too), and lines written over by other words.
 */
export const ansi: Shrinker = {
  name: "ansi",
  version: 1,
  isLossy: false,
  keepsLines: true,
  from: "lossless",
  suits: (text, about) => (hasControls(text) && !isFileText(about) ? {} : null),
  apply: (text) => text.replaceAll(escapes, meant).split("\n").map(rubbedOut).map(lastStates).join("\n"),
};

const hasControls = (text: string): boolean => text.includes("\u001b") || text.includes("\b") || /\r[^\n]/.test(text);

/** To go back to the first column is what `\r` means. */
const meant = (_whole: string, column: string | undefined, move: string | undefined): string =>
  move === "G" && (column === "" || column === "0" || column === "1") ? "\r" : "";

/** A letter before a step back was written over: spinners, and bold type of manual pages. */
const rubbedOut = (line: string): string => {
  if (!line.includes("\b")) return line;
  const kept: string[] = [];
  for (const letter of line) {
    if (letter !== "\b") kept.push(letter);
    else if (kept.at(-1) !== "\r") kept.pop();
  }
  return kept.join("");
};

/** A line ends in `\r\n` on some systems: that is no line written over. */
const lastStates = (line: string): string => {
  if (!line.includes("\r")) return line;
  const end = line.endsWith("\r") ? "\r" : "";
  const states = line.split("\r").filter((state) => state !== "");
  const kept = states.filter((state, at) => {
    const next = states[at + 1];
    return next === undefined || wordsOf(state) !== wordsOf(next);
  });
  return kept.join("\r") + end;
};

/** What a state says beside its numbers and its bar. */
const wordsOf = (state: string): string => state.replaceAll(/[^\p{L}]+/gu, " ").trim();
