import { textOrNull } from "../../lib/json.ts";
import { DifferentLines } from "../lines/different.ts";
import { lineHashes } from "../lines/hashes.ts";
import type { About, EarlierText, Shrinker } from "../shrinkers/shrinker.ts";
import type { PlacedPiece } from "../transcript/transcript.ts";
import { labelOf } from "./duplicates.ts";

/** Shorter texts are read more easily as they are: letters. */
const minLetters = 250;

/** What is told by another text must be worth the reader's trouble. */
const maxShare = 0.8;

/** So many earlier texts are looked at, the latest first, and so many letters in all. */
const maxTexts = 60;
const maxLetters = 500_000;

/**
 * Lines that stand in an earlier text already, whatever gave it: the first of them is said again, and how many follow it
 * there as they do here. Nothing is lost: `with.of` is the key of that piece, which must stay whole for as long as this one
 * points to it.
 */
export const excerpts: Shrinker = {
  name: "excerpts",
  version: 1,
  isLossy: false,
  from: "lossless",
  suits: (text, about) => {
    const most = text.length < minLetters || about.piece.call === null ? null : mostLike(text, about);
    if (most === null) return null;
    const how = { of: most.piece.key, as: labelOf(most.piece) };
    return excerpted(text, most.text, how.as) === null ? null : how;
  },
  apply: (text, how, lookup) => {
    const other = lookup(textOrNull(how["of"]) ?? "");
    return other === null ? null : excerpted(text, other, textOrNull(how["as"]) ?? "");
  },
};

type Words = { readonly piece: PlacedPiece; readonly text: string };

/** The earlier text that has most of the lines of this one; null = none has many. */
const mostLike = (text: string, { earlier }: About): Words | null => {
  const mine = new Set(lineHashes(text));
  let best: EarlierText | null = null;
  let most = mine.size * (1 - maxShare);
  let [texts, letters] = [0, 0];
  for (const one of earlier.texts()) {
    if (!one.hasItsLines) continue;
    const other = differentLines.of(one.piece.hash, one.text);
    texts++;
    letters += other.length;
    if (texts > maxTexts || letters > maxLetters) break;
    const shared = other.length < minLetters ? 0 : sharedBy(other.lines, mine);
    if (shared > most) [best, most] = [one, shared];
  }
  return best === null ? null : { piece: best.piece, text: best.text() ?? "" };
};

/** Texts are looked at with each turn, and read once. */
const differentLines = new DifferentLines(1_000_000);

const sharedBy = (theirs: Int32Array, mine: ReadonlySet<number>): number => {
  let shared = 0;
  for (const line of theirs) if (mine.has(line)) shared++;
  return shared;
};

const note = (count: number): string => `[+${count}]`;

const noted = /^\[\+\d+\]$/m;

/** Fewer letters are not worth a note. */
const leastSaved = 40;

const excerpted = (text: string, other: string, as: string): string | null => {
  if (noted.test(text)) return null;
  const lines = text.split("\n");
  const theirs = other.split("\n");
  const places = onlyPlaces(theirs);
  const told = [`["[+n]": the n lines that follow there in what ${as} gave above]`];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as string;
    told.push(line);
    const place = places.get(line);
    if (place === undefined) continue;
    let count = 0;
    let saved = 0;
    while (at + count + 1 < lines.length && lines[at + count + 1] === theirs[place + count + 1]) {
      count++;
      saved += (lines[at + count] as string).length + 1;
    }
    if (saved < leastSaved) continue;
    told.push(note(count));
    at += count;
  }
  const whole = told.join("\n");
  return whole.length > text.length * maxShare ? null : whole;
};

/** Where lines stand that stand only once, and say enough to be found. */
const onlyPlaces = (lines: readonly string[]): ReadonlyMap<string, number> => {
  const places = new Map<string, number>();
  const again = new Set<string>();
  lines.forEach((line, at) => {
    if (places.has(line)) again.add(line);
    else if (line.trim().length >= leastAnchor) places.set(line, at);
  });
  for (const line of again) places.delete(line);
  return places;
};

const leastAnchor = 8;
