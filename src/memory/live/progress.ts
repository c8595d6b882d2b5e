import { textOrNull } from "../../lib/json.ts";
import { isFileText } from "../lines/file-text.ts";
import { lineHashes } from "../lines/hashes.ts";
import { idOf, leftOut } from "../shrinkers/placeholder.ts";
import type { Shrinker } from "../shrinkers/shrinker.ts";

/** What lines have in them that tell how far something is: percents, bars, spinners, layers of images. */
const mark = /\d ?%|[=#█━▓]{3,}|[\u2800-\u28ff]|^[0-9a-f]{12}: |\b\d+(?:\.\d+)?\s?[kKMG]i?B\b|\b\d+\/\d+\b/;

/** A layer of an image is told apart by letters, too. */
const layer = /^[0-9a-f]{12}: /m;

/** Fewer lines in a row stay. */
const leastLines = 4;

/**
 * Of lines in a row that tell how far something is, and differ in nothing but numbers and bars, the first and the last.
 * Keeps: every other line, and how many were left out where.
 */
export const progress: Shrinker = {
  name: "progress",
  version: 1,
  isLossy: true,
  from: "balanced",
  maxLength: 1024 * 1024,
  suits: (text, about) =>
    !isFileText(about) && (mayRun(text) || layer.test(text)) && mark.test(text) ? { id: idOf(about.piece.hash) } : null,
  apply: (text, { id }) => {
    const { lines, left } = thinned(text.split("\n"));
    return left === 0 ? null : [...lines, leftOut(`${left} lines of progress`, textOrNull(id) ?? "")].join("\n");
  },
};

/** Whether some lines in a row differ in no letter: quick to see, and what is thinned out has them. */
const mayRun = (text: string): boolean => {
  const hashes = lineHashes(text, true);
  let alike = 1;
  for (let at = 1; at < hashes.length; at++) {
    alike = hashes[at] === hashes[at - 1] ? alike + 1 : 1;
    if (alike >= leastLines) return true;
  }
  return false;
};

const thinned = (lines: readonly string[]): { readonly lines: readonly string[]; readonly left: number } => {
  const kept: string[] = [];
  let left = 0;
  for (let at = 0; at < lines.length; ) {
    const end = endOfRun(lines, at);
    const inner = end - at - 2;
    if (end - at < leastLines) kept.push(...lines.slice(at, end));
    else {
      kept.push(lines[at] as string, `[${inner} like lines]`, lines[end - 1] as string);
      left += inner;
    }
    at = end;
  }
  return { lines: kept, left };
};

/** Where lines that say the same as this one end, but for their numbers. */
const endOfRun = (lines: readonly string[], from: number): number => {
  const words = wordsOf(lines[from] as string);
  let end = from + 1;
  while (words !== null && end < lines.length && wordsOf(lines[end] as string) === words) end++;
  return end;
};

/** Longer lines tell more than how far something is. */
const maxLine = 300;

const wordsOf = (line: string): string | null => {
  if (line.length > maxLine || !mark.test(line)) return null;
  return line.replace(/^[0-9a-f]{12}: /, "layer ").replaceAll(/[^\p{L}]+/gu, " ");
};
