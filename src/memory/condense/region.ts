import { changeable } from "../batch/changeable.ts";
import { type BatchQuestion, outgoingTokens } from "../batch/question.ts";
import type { PlacedPiece } from "../transcript/transcript.ts";

/** The tail of a conversation stays as it is: so many tokens of it, or so much of it. */
const tail = { tokens: 8000, share: 0.25 } as const;

/** Shorter results stay: the line in their place is hardly shorter. */
const leastTokens = 100;

/** All that goes out, in tokens. */
export const outgoingIn = ({ transcript, pieces, known, moment }: BatchQuestion): number =>
  transcript.entries.reduce((sum, { tokens }) => sum + tokens, moment.headTokens) -
  pieces.reduce((sum, piece) => sum + piece.tokens - outgoingTokens(known, piece), 0);

/** The old results of tools that may be condensed, in their order. What people say always stays. */
export const regionOf = (question: BatchQuestion): readonly PlacedPiece[] => {
  const { pieces, known } = question;
  const end = tailStart(question);
  const mayChange = changeable(question);
  return pieces.filter(
    (piece) =>
      piece.kind === "result" && piece.entry < end && outgoingTokens(known, piece) >= leastTokens && mayChange(piece),
  );
};

/** The first entry of the tail. */
const tailStart = (question: BatchQuestion): number => {
  const { entries } = question.transcript;
  let left = Math.max(tail.tokens, outgoingIn(question) * tail.share);
  let start = entries.length;
  while (start > 0 && left > 0) left -= entries[--start]?.tokens ?? 0;
  return start;
};
