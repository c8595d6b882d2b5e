import type { Change, Decision, Forwarded, MemoryMode } from "../../core/memory.ts";
import { frontierOf, type PlacedPiece, type Transcript } from "../transcript/transcript.ts";
import type { Fresh } from "./plan.ts";

/** A piece for which something else goes out, or would. */
export type Chosen = { readonly piece: PlacedPiece; readonly decision: Decision };

/** A piece for which this goes out. */
export type Edited = Chosen & { readonly text: string };

type Done = {
  readonly transcript: Pick<Transcript, "entries">;
  readonly mode: MemoryMode;
  readonly edited: readonly Chosen[];
  readonly fresh: Fresh;
  readonly changes: readonly Change[];
};

/** What was done to a request, in numbers. */
export const forwardedOf = ({ transcript, mode, edited, fresh, changes }: Done): Forwarded => {
  const { entries } = transcript;
  const frontier = frontierOf(transcript);
  const removedIn = (start: number, end: number): number =>
    edited.reduce(
      (sum, { piece: { entry }, decision }) =>
        entry >= start && entry < end ? sum + decision.before - decision.after : sum,
      0,
    );
  const tokensIn = (start: number, end: number): number =>
    entries.slice(start, end).reduce((sum, { tokens }) => sum + tokens, 0);
  const first = edited.find(({ piece }) => isBatched(piece, frontier, fresh))?.piece.entry ?? frontier;
  return {
    ...{ mode, edits: edited.length, batch: fresh.batch, changes },
    removedBefore: removedIn(0, frontier),
    removedLive: removedIn(frontier, entries.length),
    rewritten: tokensIn(first, frontier) - removedIn(first, frontier),
    frontier: tokensIn(0, frontier),
    tokens: tokensIn(0, entries.length),
  };
};

/** A change for people to look at, and to tell by whether it goes out as it did before. */
export const changeOf = (
  transcript: Pick<Transcript, "entries" | "pathOf">,
  { piece, decision, text }: Edited,
  fresh: Fresh,
): Change => ({
  path: [...transcript.pathOf(piece.entry), ...piece.path],
  by: decision.steps.map((step) => step.do),
  source: piece.call === null ? piece.role : `${piece.call.name} ${piece.call.label}`.trimEnd(),
  before: decision.before,
  after: decision.after,
  of: piece.hash,
  text,
  hash: Bun.hash(text).toString(36),
  isBatched: isBatched(piece, frontierOf(transcript), fresh),
});

const isBatched = ({ entry, key }: PlacedPiece, frontier: number, { batch, decisions }: Fresh): boolean =>
  batch !== null && entry < frontier && decisions.has(key);
