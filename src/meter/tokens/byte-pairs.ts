import { createMerge } from "./merge.ts";
import type { Ranks } from "./ranks.ts";

/** Counts the tokens of a text, exactly. Words of the encoding's own, such as `<|endoftext|>`, count as plain text. */
export type Counter = (text: string) => number;

/** Pieces that were counted before and are likely to come again: words, not walls of text. */
const knownPieces = 50_000;
const knownChars = 24;

/**
 * A counter by these ranks. Its time grows with the length of the text, whatever the text is: the pattern is linear on
 * every run that was tried, and a piece is merged with a heap where a list would be quadratic.
 */
export const createCounter = ({ piece, rankOf }: Ranks): Counter => {
  const known = new Map<string, number>();
  const merged = createMerge(rankOf);
  const countPiece = (text: string): number => {
    if (text.length > knownChars) return merged(bytesOf(text));
    const before = known.get(text);
    if (before !== undefined) return before;
    const count = merged(bytesOf(text));
    if (known.size >= knownPieces) known.clear();
    known.set(text, count);
    return count;
  };
  return (text) => {
    let count = 0;
    piece.lastIndex = 0;
    for (let found = piece.exec(text); found !== null; found = piece.exec(text)) count += countPiece(found[0]);
    return count;
  };
};

/** UTF-8 with one byte in each character; half a surrogate pair becomes U+FFFD, as everywhere. */
const bytesOf = (text: string): string => (isAscii(text) ? text : Buffer.from(text, "utf8").toString("latin1"));

const isAscii = (text: string): boolean => {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 127) return false;
  return true;
};
