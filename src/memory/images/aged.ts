import type { Measure } from "../../core/dialect.ts";
import type { Decision, Step } from "../../core/memory.ts";
import type { Ahead } from "../engine/ahead.ts";
import type { Policy } from "../policy/index.ts";
import { type PlacedPiece, type Transcript, textOf } from "../transcript/transcript.ts";
import { type Seen, turnsIn, turnsSince } from "./mentions.ts";
import { imageNote, noteOf } from "./note.ts";
import { descriptionKey } from "./question.ts";

/** What a conversation is, as far as old images are looked for. */
export type Ageing = {
  readonly transcript: Transcript;
  readonly pieces: readonly PlacedPiece[];
  /** The position of the first entry that has not gone out yet. */
  readonly frontier: number;
  readonly known: ReadonlyMap<string, Decision>;
  readonly policy: Pick<Policy, "imageAge">;
  readonly measure: Measure;
  readonly ahead: Ahead;
};

/** An image that may become a line of text: what is done with it, what is left about, and since when nobody needed it. */
export type AgedImage = {
  readonly piece: PlacedPiece;
  readonly steps: readonly Step[];
  readonly guess: number;
  readonly since: number;
};

/** Images that nobody has spoken of for some turns, where it is known what is on them. */
export const agedImages = (question: Ageing): readonly AgedImage[] => {
  const { transcript, pieces, known, policy, measure, ahead } = question;
  const images = pieces.filter(({ kind }) => kind === "image");
  const open = images.filter(({ key, entry }) => entry < question.frontier && !known.has(key));
  if (open.length === 0) return [];
  const turns = turnsIn(pieces, (piece) => textOf(transcript, piece));
  return images.flatMap((piece, at) => {
    const isOld = open.includes(piece) && turnsSince(seenAt(images, at), turns) >= policy.imageAge;
    const description = isOld ? ahead.said(descriptionKey(piece.hash)) : null;
    if (!isOld || (description === null && !ahead.agesUndescribed)) return [];
    const { pixels = null, hash } = piece;
    const text = noteOf({ number: at + 1, pixels, hash, description });
    const guess = measure(text);
    const since = turns.at(-policy.imageAge)?.entry ?? piece.entry;
    if (guess >= piece.tokens) return [];
    return [{ piece, guess, since, steps: [{ do: imageNote.name, v: imageNote.version, with: { text } }] }];
  });
};

/** An image among all of them. */
const seenAt = (images: readonly PlacedPiece[], at: number): Seen => {
  const { entry = 0, call = null } = images[at] ?? {};
  const file = call?.file?.split(/[/\\]/).at(-1) ?? null;
  return { entry, number: at + 1, until: images[at + 1]?.entry ?? Number.POSITIVE_INFINITY, file };
};
