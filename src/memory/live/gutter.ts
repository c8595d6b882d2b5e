import { readNumbered } from "../lines/gutter.ts";
import type { Shrinker } from "../shrinkers/shrinker.ts";

/** Every so many lines a number is told. */
const every = 10;

/** Where the numbers begin, if there are any. */
const headLetters = 2_000;

/** Fewer numbers in a row stay. */
const leastLines = 10;

/**
 * Of the numbers that a tool writes before the lines of a file, those of the first line, of each tenth, and of each behind a
 * gap. Keeps: every line to the letter behind its sign (`→` or a tab); the other numbers follow from those that are told.
 */
export const gutter: Shrinker = {
  name: "gutter",
  version: 1,
  isLossy: false,
  keepsLines: true,
  from: "balanced",
  suits: (text) => (/^ {0,8}\d{1,7}(?:→|\t)/m.test(text.slice(0, headLetters)) ? {} : null),
  apply: (text) => {
    const lines = text.split("\n").map(readNumbered);
    let before: number | null = null;
    let numbers = 0;
    const written = lines.map(({ number, sign, text: words }) => {
      const follows = number !== null && before !== null && number === before + 1;
      before = number;
      if (number === null) return words;
      numbers++;
      return `${follows && number % every !== 0 ? "" : number}${sign}${words}`;
    });
    return numbers < leastLines ? null : written.join("\n");
  },
};
