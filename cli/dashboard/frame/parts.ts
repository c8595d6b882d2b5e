import type { Meaning } from "../../output/colour.ts";
import { plain } from "./cells.ts";
import { type Line, type Span, span } from "./line.ts";

/** So many cells a line takes. */
export const widthOf = (pieces: Line): number => pieces.reduce((sum, { text }) => sum + plain(text).length, 0);

/** A figure with its word before it. */
export const figure = (word: string, value: string, tone?: Meaning): Line => [
  span(`${word} `, "muted"),
  span(value, tone),
];

/** As many of these parts as there is room for, beside each other; one without room is left out whole: no number is cut. */
export const besideEachOther = (parts: readonly Line[], width: number, gap = 3): Line => {
  const kept: Span[] = [];
  let used = 0;
  for (const part of parts) {
    const between = used === 0 ? 0 : gap;
    const more = widthOf(part) + between;
    if (part.length === 0 || used + more > width) continue;
    kept.push(span(" ".repeat(between)), ...part);
    used += more;
  }
  return kept;
};

/** The first part on the left, the second at the right end; that one is left out where there is no room for both. */
export const apart = (left: Line, right: Line, width: number): Line => {
  const room = width - widthOf(left) - widthOf(right);
  return room < 2 ? left : [...left, span(" ".repeat(room)), ...right];
};

/** The first of these forms of one line that has room; the last one where none has. */
export const firstFitting = (forms: readonly Line[], width: number): Line =>
  forms.find((form) => widthOf(form) <= width) ?? forms.at(-1) ?? [];

/** A line in no more than so many cells, made safe; where something is cut off there is a sign that it goes on. */
export const within = (pieces: Line, width: number): Line => {
  const cells = pieces.map((piece) => ({ ...piece, text: plain(piece.text) }));
  const text = cells.map((piece) => piece.text).join("");
  if (text.length <= width) return cells;
  const isCut = text.slice(width).trim() !== "";
  let left = width;
  return cells.flatMap((piece): Line => {
    if (left === 0) return [];
    const shown = piece.text.slice(0, left);
    left -= shown.length;
    return [{ ...piece, text: isCut && left === 0 ? `${shown.slice(0, -1)}…` : shown }];
  });
};
