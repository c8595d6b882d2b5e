import { environmentBlocksIn } from "../environment/blocks.ts";
import type { PlacedPiece } from "../transcript/transcript.ts";

/** What a person says in one go. */
export type Turn = { readonly entry: number; readonly text: string };

/** The turns of a person: what programs say in their name is none. */
export const turnsIn = (
  pieces: readonly PlacedPiece[],
  textOf: (piece: PlacedPiece) => string | null,
): readonly Turn[] => {
  const turns: Turn[] = [];
  for (const piece of pieces) {
    if (piece.kind !== "text") continue;
    const text = ownWords(textOf(piece) ?? "").trim();
    if (text === "") continue;
    const last = turns.at(-1);
    if (last?.entry === piece.entry) turns[turns.length - 1] = { entry: piece.entry, text: `${last.text}\n${text}` };
    else turns.push({ entry: piece.entry, text });
  }
  return turns;
};

/** What is left without the blocks of programs. */
const ownWords = (text: string): string =>
  environmentBlocksIn(text, "user").reduceRight((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), text);

/** An image, and where and as what it may be spoken of. */
export type Seen = {
  readonly entry: number;
  /** Counts the images of the conversation from 1. */
  readonly number: number;
  /** The entry of the next image: until then it is the latest. */
  readonly until: number;
  /** The name of its file; null where it has none. */
  readonly file: string | null;
};

const numbered = /\b(?:image|picture|screenshot|photo|figure)s?\s*(?:#|no\.?|number)?\s*(\d{1,4})\b/gi;
const several = /\b(?:images|pictures|screenshots|photos)\b/i;
const one = /\b(?:image|picture|screenshot|photo)\b/i;

/** How many turns came after the one in which an image was last spoken of, or shown. */
export const turnsSince = (image: Seen, turns: readonly Turn[]): number => {
  const shown = turns.findLastIndex(({ entry }) => entry <= image.entry);
  const last = turns.findLastIndex((turn, at) => at > shown && speaksOf(turn, image));
  return turns.length - 1 - Math.max(last, shown);
};

const speaksOf = ({ text, entry }: Turn, { number, until, file }: Seen): boolean => {
  if (file !== null && text.includes(file)) return true;
  const numbers = [...text.matchAll(numbered)].map((match) => Number(match[1]));
  if (numbers.length > 0) return numbers.includes(number);
  return several.test(text) || (one.test(text) && entry <= until);
};
