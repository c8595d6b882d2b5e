import type { Meaning } from "../../output/colour.ts";

/** What a click does: the same as a key, or it chooses the row of a list. */
export type Click = { readonly key: string } | { readonly row: string };

/** How a piece of text looks, and what a click on it does. */
export type Style = {
  readonly tone?: Meaning;
  /** Shown in reverse: the selection, which must be seen without colours too. */
  readonly isReversed?: boolean;
  readonly click?: Click;
};

/** A piece of a line that looks the same all along. Its text may be anything: it is made safe when it is put into cells. */
export type Span = Style & { readonly text: string };

/** One line of a panel. */
export type Line = readonly Span[];

/** A line of one look. */
export const line = (text: string, style: Style = {}): Line => [{ ...style, text }];

/** A line of pieces; a string is a piece without a look of its own. */
export const lineOf = (...pieces: readonly (string | Span)[]): Line =>
  pieces.map((piece) => (typeof piece === "string" ? { text: piece } : piece));

/** A piece with a look. */
export const span = (text: string, tone?: Meaning): Span => (tone === undefined ? { text } : { text, tone });

/** The same line, chosen: in reverse, whatever else it looks like. */
export const reversed = (pieces: Line): Line => pieces.map((piece) => ({ ...piece, isReversed: true }));

/** The same line with a click on every piece that has none of its own. */
export const clickable = (pieces: Line, click: Click): Line => pieces.map((piece) => ({ click, ...piece }));
