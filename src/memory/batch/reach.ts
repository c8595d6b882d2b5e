import type { Entry } from "../../core/memory.ts";
import { type BatchQuestion, outgoingTokens } from "./question.ts";
import { turnsIn } from "./turns.ts";

/** What of the history the vendor has to read anew when an entry changes, in tokens as they go out now. */
export type Rewritten = (entry: number) => number;

/**
 * Measures that. A vendor keeps beginnings where requests ended; one that goes by marks finds those alone that are not
 * too far behind the last mark, which stands at the end. Else it has what stands before the messages, at the most.
 */
export const rewrittenIn = ({ transcript, pieces, known, frontier, moment }: BatchQuestion): Rewritten => {
  const { entries } = transcript;
  const turns = turnsIn(entries);
  const left = new Map<number, number>();
  for (const piece of pieces) {
    left.set(piece.entry, (left.get(piece.entry) ?? 0) + piece.tokens - outgoingTokens(known, piece));
  }
  const outgoing = entries.map(({ tokens }, at) => tokens - (left.get(at) ?? 0));
  const from = sumsFrom(outgoing.slice(0, frontier));
  const reach = reachOf(entries, moment.lookBackBlocks);
  return (entry) => {
    const start = turns.ends[turns.of(entry) - 1] ?? 0; // where the request before it ended
    return from[start >= reach ? start : 0] ?? 0;
  };
};

/** For each position the sum of all from there on. */
const sumsFrom = (numbers: readonly number[]): readonly number[] => {
  const sums = [...numbers];
  for (let at = sums.length - 2; at >= 0; at--) sums[at] = (sums[at] ?? 0) + (sums[at + 1] ?? 0);
  return sums;
};

/** The first position whose beginning is still found from the end. */
const reachOf = (entries: readonly Entry[], lookBack: number | null): number => {
  if (lookBack === null) return 0;
  let left = lookBack - 1;
  for (let at = entries.length - 1; at >= 0; at--) {
    left -= blocksIn(entries[at]);
    if (left < 0) return at + 1;
  }
  return 0;
};

/** Not fewer than there are: a thought and a text beside the calls of an answer. */
const blocksIn = (entry: Entry | undefined): number => {
  if (entry === undefined) return 0;
  return entry.author === "model" ? entry.calls.length + 2 : Math.max(1, entry.pieces.length);
};
