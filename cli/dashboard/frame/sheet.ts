import type { Click, Line, Style } from "./line.ts";
import { within } from "./parts.ts";
import type { Rect, Size } from "./rect.ts";

/** A rectangle of cells: one character each, and how it looks. */
export type Sheet = Size & {
  readonly characters: readonly string[];
  readonly styles: readonly Style[];
};

/** A sheet that is being filled. */
export type Draft = Sheet & {
  /** Puts lines into a place, cut with a sign to its size; lines that do not fit are left out. */
  readonly put: (rect: Rect, lines: readonly Line[]) => void;
  /** Takes the colours out of a place: what is there was true once. */
  readonly mute: (rect: Rect) => void;
};

const nothing: Style = {};

/** An empty sheet. */
export const blankSheet = ({ columns, rows }: Size): Draft => {
  const characters = new Array<string>(columns * rows).fill(" ");
  const styles = new Array<Style>(columns * rows).fill(nothing);
  const set = (left: number, top: number, character: string, style: Style): void => {
    if (left < 0 || left >= columns || top < 0 || top >= rows) return;
    characters[top * columns + left] = character;
    styles[top * columns + left] = style;
  };
  return {
    columns,
    rows,
    characters,
    styles,
    mute: ({ left, top, columns: wide, rows: high }) => {
      for (let row = top; row < Math.min(rows, top + high); row++)
        for (let column = left; column < Math.min(columns, left + wide); column++) {
          const at = row * columns + column;
          styles[at] = { ...styles[at], tone: "muted" };
        }
    },
    put: (rect, lines) => {
      for (let row = 0; row < Math.min(rect.rows, lines.length); row++) {
        let at = 0;
        for (const piece of within(lines[row] ?? [], rect.columns))
          for (const character of piece.text) set(rect.left + at++, rect.top + row, character, piece);
      }
    },
  };
};

/** The sheet as text, a line each, without spaces at the ends. */
export const textOf = ({ columns, rows, characters }: Sheet): readonly string[] =>
  Array.from({ length: rows }, (_, row) =>
    characters
      .slice(row * columns, (row + 1) * columns)
      .join("")
      .trimEnd(),
  );

/** What a click into this cell does; null = nothing. */
export const clickAt = ({ columns, styles }: Sheet, left: number, top: number): Click | null =>
  (left >= 0 && left < columns ? styles[top * columns + left]?.click : undefined) ?? null;
