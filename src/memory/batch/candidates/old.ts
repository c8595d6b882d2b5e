import { cleared } from "../cleared.ts";
import type { Finder } from "./candidate.ts";

/** What tools gave before the latest few results. */
export const old: Finder = (question) => {
  const { pieces, policy } = question;
  const kept: number[] = []; // the entries of the results that came after, the latest first
  let last: string | number | null = null;
  return pieces.toReversed().flatMap((piece) => {
    if (piece.kind !== "result") return [];
    const result = piece.callId ?? piece.entry;
    const isNext = result !== last;
    last = result;
    const displaced = kept[policy.keep - 1];
    if (isNext) kept.unshift(piece.entry);
    return displaced === undefined ? [] : cleared(question, piece, { since: displaced, note: null });
  });
};
