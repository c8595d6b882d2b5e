import { isFileText } from "../../lines/file-text.ts";
import type { Shrinker } from "../../shrinkers/shrinker.ts";
import { type Node, scanned } from "./scan.ts";
import { short } from "./short.ts";
import { howToRead, tabled } from "./table.ts";

/**
 * JSON without the blanks between its parts, and lists of like objects as tables. Keeps: every key, string and number as
 * it is spelled, and what stands before and after. All of it can be told from what is left. The text of a file stays.
 */
export const json: Shrinker = {
  name: "json",
  version: 1,
  isLossy: false,
  from: "lossless",
  suits: (text, about) => (placesIn(text).length > 0 && !isFileText(about) ? {} : null),
  apply: (text) => {
    const found = foundIn(text);
    return found === null ? null : found.before + shortest(found.node) + found.after;
  },
};

/** A table has to be so much shorter than what has only lost its blanks: one has to read into it. */
const leastGain = 0.1;

const shortest = (node: Node): string => {
  const plain = short(node);
  const table = tabled(node);
  const text = howToRead + table;
  return table !== plain && text.length < plain.length * (1 - leastGain) ? text : plain;
};

type Found = { readonly before: string; readonly node: Node; readonly after: string };

const foundIn = (text: string): Found | null => {
  for (const from of placesIn(text)) {
    const read = scanned(text, from);
    if (read === null || read.node.type === "leaf") continue;
    const after = text.slice(read.end);
    return after.length <= maxAround && /^(?:\s|$)/.test(after)
      ? { before: text.slice(0, from), node: read.node, after }
      : null;
  }
  return null;
};

/** So many letters may stand before a value and after it. */
const maxAround = 400;

/** Where a value may begin: at the beginning of a line near the beginning. */
const placesIn = (text: string): readonly number[] =>
  [...text.slice(0, maxAround).matchAll(/^[ \t]*[[{]/gm)]
    .slice(0, maxPlaces)
    .map((found) => found.index + found[0].length - 1);

const maxPlaces = 4;
