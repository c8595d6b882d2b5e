import type { Decision, Forwarded, MemoryMode } from "../core/memory.ts";
import type { Fresh } from "./plan.ts";
import { frontierOf, type PlacedPiece, type Transcript } from "./transcript/transcript.ts";

type Done = {
  readonly transcript: Transcript;
  readonly mode: MemoryMode;
  readonly pieces: readonly PlacedPiece[];
  readonly known: ReadonlyMap<string, Decision>;
  readonly fresh: Fresh;
  readonly edits: number;
};

/** What was done to a request, in numbers. */
export const forwardedOf = ({ transcript, mode, pieces, known, fresh, edits }: Done): Forwarded => {
  const { entries } = transcript;
  const frontier = frontierOf(transcript);
  const left = { removedBefore: 0, removedLive: 0 };
  let firstBatched = Number.POSITIVE_INFINITY;
  for (const piece of pieces) {
    const decision = fresh.decisions.get(piece.key) ?? known.get(piece.key);
    if (decision === undefined) continue;
    left[piece.entry < frontier ? "removedBefore" : "removedLive"] += decision.before - decision.after;
    const isBatchedNow = fresh.batch !== null && fresh.decisions.has(piece.key) && piece.entry < frontier;
    if (isBatchedNow) firstBatched = Math.min(firstBatched, piece.entry);
  }
  const tokensFrom = (start: number, end: number): number =>
    entries.slice(start, end).reduce((sum, { tokens }) => sum + tokens, 0);
  const removedFrom = (start: number): number =>
    pieces.reduce((sum, { key, entry }) => {
      const decision = entry >= start && entry < frontier ? (fresh.decisions.get(key) ?? known.get(key)) : undefined;
      return decision === undefined ? sum : sum + decision.before - decision.after;
    }, 0);
  return {
    ...{ mode, edits, ...left, batch: fresh.batch },
    rewritten: Number.isFinite(firstBatched) ? tokensFrom(firstBatched, frontier) - removedFrom(firstBatched) : 0,
    frontier: tokensFrom(0, frontier),
    tokens: tokensFrom(0, entries.length),
  };
};
