import type { KeptOriginal } from "../../core/memory.ts";
import type { Block } from "./block.ts";
import { standingsOf } from "./standing.ts";

/** A part of an original that can be told from the rest. */
export type Passage = Block & {
  readonly original: string;
  /** Its lines, the first is 1. */
  readonly fromLine: number;
  readonly toLine: number;
};

/** An original and its text. */
export type WithText = { readonly kept: KeptOriginal; readonly text: string };

const mostLines = 25;
const mostChars = 1600;

/** Originals in parts that can be found by themselves, in the order in which they came. */
export const passagesOf = (originals: readonly WithText[], measure: (text: string) => number): readonly Passage[] => {
  const inOrder = originals.toSorted(
    (a, b) => a.kept.at - b.kept.at || (a.kept.entry ?? 0) - (b.kept.entry ?? 0) || a.kept.id.localeCompare(b.kept.id),
  );
  const standings = standingsOf(inOrder.map(({ text }) => text));
  return inOrder.flatMap(({ kept, text }, at) => {
    const importance = Math.min(1, kept.importance + (standings[at] ?? 0));
    return partsOf(text).map((part) => ({
      ...part,
      ...{ id: `${kept.id}:${part.fromLine}`, original: kept.id, group: kept.id },
      ...{ speaker: null, when: part.fromLine === 1 ? kept.source : null, at: kept.at },
      ...{ tokens: measure(part.text), importance, isPinned: kept.isPinned },
    }));
  });
};

type Part = Pick<Passage, "text" | "fromLine" | "toLine">;

const partsOf = (text: string): readonly Part[] => {
  const parts: Part[] = [];
  let lines: string[] = [];
  let chars = 0;
  let fromLine = 1;
  const end = (toLine: number): void => {
    if (lines.some((line) => line.trim() !== "")) parts.push({ text: lines.join("\n"), fromLine, toLine });
    lines = [];
    chars = 0;
    fromLine = toLine + 1;
  };
  text.split("\n").forEach((line, at) => {
    lines.push(line);
    chars += line.length;
    if (lines.length >= mostLines || chars >= mostChars) end(at + 1);
  });
  if (lines.length > 0) end(fromLine + lines.length - 1);
  return parts;
};
