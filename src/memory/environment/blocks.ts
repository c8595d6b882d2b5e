import type { Piece } from "../../core/memory.ts";
import { type EnvironmentPattern, environmentPatterns } from "./patterns.ts";

/** A block of a program's among what people say: its place within its text, `end` behind it. */
export type EnvironmentBlock = {
  readonly pattern: EnvironmentPattern;
  readonly start: number;
  readonly end: number;
  readonly text: string;
};

/**
 * The blocks of programs in a text, in their order: only whole ones that begin on a line of their own, outside of code
 * fences, not within each other. Everything outside of them is somebody's own words.
 */
export const environmentBlocksIn = (
  text: string,
  role: Piece["role"],
  patterns: readonly EnvironmentPattern[] = environmentPatterns(),
): readonly EnvironmentBlock[] => {
  const usable = patterns.filter(({ roles, open }) => roles.some((one) => one === role) && text.includes(open));
  if (usable.length === 0) return [];
  const fences = fencesIn(text);
  const blocks: EnvironmentBlock[] = [];
  for (let at = 0; at < text.length; ) {
    const block = nextBlock(text, at, usable, fences);
    if (block === null) break;
    blocks.push(block);
    at = block.end;
  }
  return blocks.filter((block) => standsRight(block, text));
};

type Range = readonly [start: number, end: number];

const nextBlock = (
  text: string,
  from: number,
  patterns: readonly EnvironmentPattern[],
  fences: readonly Range[],
): EnvironmentBlock | null => {
  const found = patterns.flatMap((pattern) => {
    const block = blockAt(text, from, pattern, fences);
    return block === null ? [] : [block];
  });
  return found.sort((a, b) => a.start - b.start)[0] ?? null;
};

const blockAt = (
  text: string,
  from: number,
  pattern: EnvironmentPattern,
  fences: readonly Range[],
): EnvironmentBlock | null => {
  const { open, close } = pattern;
  for (let start = text.indexOf(open, from); start >= 0; start = text.indexOf(open, start + 1)) {
    if (!isAtLineStart(text, start) || isWithin(start, fences)) continue;
    const shut = text.indexOf(close, start + open.length);
    if (shut < 0) return null;
    const end = shut + close.length;
    // One that holds another opening is cut off, or somebody speaks of it: then where it ends is not certain.
    const again = text.indexOf(open, start + open.length);
    if (again >= 0 && again < shut) continue;
    return { pattern, start, end, text: text.slice(start, end) };
  }
  return null;
};

const isAtLineStart = (text: string, at: number): boolean => at === 0 || text[at - 1] === "\n";

const isWithin = (at: number, ranges: readonly Range[]): boolean =>
  ranges.some(([start, end]) => at >= start && at < end);

/** Where code stands between fences; one that is not closed reaches to the end. */
const fencesIn = (text: string): readonly Range[] => {
  const fences: Range[] = [];
  let open: { readonly start: number; readonly sign: string } | null = null;
  for (const { 0: found, 1: sign = "", index } of text.matchAll(/^ {0,3}(`{3,}|~{3,})/gm)) {
    if (open === null) open = { start: index, sign };
    else if (sign.startsWith(open.sign)) {
      fences.push([open.start, index + found.length]);
      open = null;
    }
  }
  return open === null ? fences : [...fences, [open.start, text.length]];
};

const standsRight = ({ pattern: { position }, start, end }: EnvironmentBlock, text: string): boolean => {
  if (position === "any") return true;
  return position === "start" ? text.slice(0, start).trim() === "" : text.slice(end).trim() === "";
};
