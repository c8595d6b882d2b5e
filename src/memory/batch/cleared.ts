import type { PlacedPiece } from "../transcript/transcript.ts";
import type { Candidate } from "./candidates/candidate.ts";
import { clear } from "./clear.ts";
import { type BatchQuestion, outgoingTokens } from "./question.ts";

/** Why a result is not needed: since which entry, and in a few words. */
type Reason = { readonly since: number; readonly note: string | null };

/** What is lossy has to be worth it: so much of the piece as it came, and so many tokens. */
const leastShare = 0.2;
const leastTokens = 200;

/** What was made shorter before has to give so many tokens more. */
const leastMore = 40;

/** Whether it is worth it to leave so much of a piece: of what came, and beside what goes out now. */
export const isWorth = ({
  came,
  goes,
  left,
}: {
  readonly came: number;
  readonly goes: number;
  readonly left: number;
}) => came - left >= Math.max(leastTokens, came * leastShare) && goes - left >= leastMore;

/** How much of a result its names may take, and how many tokens at most. */
const names = {
  lossless: { share: 0, most: 0 },
  balanced: { share: 0.22, most: 320 },
  aggressive: { share: 0.08, most: 110 },
} as const;

/** A line that says what it was, and how to get it back. */
const lineTokens = 45;

const charsPerToken = 3;

/** A result as one that is left out; none where that is not worth it. */
export const cleared = (question: BatchQuestion, piece: PlacedPiece, { since, note }: Reason): readonly Candidate[] => {
  const { known, policy } = question;
  const { share, most } = names[policy.mode];
  const tokens = outgoingTokens(known, piece);
  const nameTokens = note === null ? Math.min(most, Math.floor(tokens * share)) : 0; // else they stand further on
  const guess = lineTokens + nameTokens;
  if (!isWorth({ came: piece.tokens, goes: tokens, left: guess })) return [];
  const how = { call: piece.call?.label ?? "", note, chars: nameTokens * charsPerToken };
  return [{ piece, since, guess, steps: [{ do: clear.name, v: clear.version, with: how }] }];
};
