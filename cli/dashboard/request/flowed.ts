import type { Meaning } from "../../output/colour.ts";
import { plain } from "../frame/cells.ts";
import type { Line, Span } from "../frame/line.ts";

/** A piece of a text that flows: its own line breaks end a line. */
export type Flowing = { readonly text: string; readonly tone?: Meaning };

/** A text is made safe in pieces of this many characters, so that none of it is looked at as a whole. */
const pieceLength = 500;

/** Pieces one behind the other in lines of at most `width` cells, cut where a line is full: nothing of a text is left out. */
export const flowed = (pieces: readonly Flowing[], width: number, most = 4000): readonly Line[] => {
  if (width < 1) return [];
  const lines: Span[][] = [[]];
  let used = 0;
  for (const { text, ...style } of pieces)
    for (const [at, part] of text.split("\n").entries()) {
      if (at > 0) [used] = [0, lines.push([])];
      let cells = cellsOf(part);
      while (cells !== "" && lines.length <= most) {
        if (used === width) [used] = [0, lines.push([])];
        const fitting = cells.slice(0, width - used);
        lines.at(-1)?.push({ ...style, text: fitting });
        used += fitting.length;
        cells = cells.slice(fitting.length);
      }
    }
  return lines.slice(0, most);
};

const cellsOf = (text: string): string => {
  let cells = "";
  for (let at = 0; at < text.length; at += pieceLength) cells += plain(text.slice(at, at + pieceLength));
  return cells;
};
