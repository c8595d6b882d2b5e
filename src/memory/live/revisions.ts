import { textOrNull } from "../../lib/json.ts";
import { asCopies } from "../lines/copies.ts";
import type { About, EarlierText, Shrinker } from "../shrinkers/shrinker.ts";
import type { PlacedPiece } from "../transcript/transcript.ts";
import { labelOf } from "./duplicates.ts";

/** Shorter ones are read more easily as they are. */
const minTokens = 200;

/** What is told by another text must be worth the reader's trouble. */
const maxShare = 0.6;

/** So many earlier texts are tried. */
const maxTried = 2;

/**
 * The same file read again after a change, the same command run again: what has changed, and which lines of the earlier
 * text the rest is. Nothing is lost: `with.of` is the key of that piece, which must stay whole for as long as this one
 * points to it.
 */
export const revisions: Shrinker = {
  name: "revisions",
  version: 1,
  isLossy: false,
  from: "lossless",
  suits: (text, about) => {
    if (about.measure(text) < minTokens || about.piece.call === null) return null;
    for (const { piece, text: words } of likely(about)) {
      const how = { of: piece.key, as: labelOf(piece) };
      const told = revision(text, words() ?? "", how.as);
      if (told !== null && told.length <= text.length * maxShare) return how;
    }
    return null;
  },
  apply: (text, how, lookup) => {
    const other = lookup(textOrNull(how["of"]) ?? "");
    return other === null ? null : revision(text, other, textOrNull(how["as"]) ?? "");
  },
};

const revision = (text: string, other: string, as: string): string | null => {
  const told = asCopies(text, other);
  return told === null ? null : `[as what ${as} gave above; "= a-b" stands for its lines a to b]\n${told}`;
};

/** The latest texts of the same call or of the same file. */
function* likely({ piece, earlier }: About): Generator<EarlierText> {
  let tried = 0;
  for (const one of earlier.texts()) {
    if (one.piece.kind !== "result" || !one.hasItsLines || !isAkin(one.piece, piece)) continue;
    yield one;
    tried += 1;
    if (tried === maxTried) return;
  }
}

const isAkin = ({ call: theirs }: PlacedPiece, { call: mine }: PlacedPiece): boolean =>
  theirs !== null &&
  mine !== null &&
  (theirs.hash === mine.hash || (mine.file !== null && theirs.file === mine.file && theirs.name === mine.name));
