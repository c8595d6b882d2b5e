import { visible } from "../../output/visible.ts";

/** Stands for everything that is not exactly one cell wide. */
export const wide = "·";

/** Texts without surprises, which nearly all are: ASCII, and the lines and signs that we draw with. */
const harmless = /^[\x20-\x7e\u2500-\u257f…·→]*$/;

/** Letters and digits that run from the right: a terminal that turns them round takes the cells beside them along. */
const fromTheRight = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/;

/** What a person sees as one character; made once, because making one takes longer than most texts. */
const graphemes = new Intl.Segmenter();

/** More than any line of a terminal; what is behind it is not looked at. */
const most = 1000;

/**
 * A text as cells: every character of the result is one cell wide, nothing in it can move the cursor or turn the
 * direction, and its length is its width. What terminals disagree about (emoji, wide and combined characters, letters from the right) is a dot.
 */
export const plain = (text: string): string => {
  const short = text.length > most ? text.slice(0, most) : text;
  if (harmless.test(short)) return short;
  let cells = "";
  for (const { segment } of graphemes.segment(short)) cells += cellsOf(segment.normalize());
  return cells;
};

/** One character as cells: itself where it is one cell, its codes where it has no width, else as many dots as it is wide. */
const cellsOf = (character: string): string => {
  const width = Bun.stringWidth(character);
  if (width === 0 || visible(character) !== character)
    return width > 1 ? dots(width) : [...character].map(code).join("");
  // So columns of a person's text stay as long as they were.
  return width === 1 && character.length === 1 && !fromTheRight.test(character) ? character : dots(width);
};

const dots = (width: number): string => wide.repeat(Math.max(1, Math.min(2, width)));

const code = (character: string): string =>
  character.length === 1 && Bun.stringWidth(character) === 1 && visible(character) === character
    ? character
    : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;

/** A text in exactly this many cells: cut with a sign that it goes on, or filled up. */
export const fit = (text: string, width: number, side: "left" | "right" = "left"): string => {
  const cells = plain(text);
  const cut = cells.length <= width ? cells : width < 1 ? "" : `${cells.slice(0, width - 1)}…`;
  return side === "left" ? cut.padEnd(width) : cut.padStart(width);
};

/** The same for what differs at its end: cut behind the first so many cells. */
export const fitEnd = (text: string, width: number, head = 0): string => {
  const cells = plain(text);
  if (cells.length <= width || width <= head + 1) return fit(text, width);
  return `${cells.slice(0, head)}…${cells.slice(cells.length - (width - head - 1))}`;
};
