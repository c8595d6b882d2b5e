import type { Decision, Forwarded } from "../../core/memory.ts";
import { isCalledAgain } from "../engine/earlier.ts";
import type { Lookup } from "../shrinkers/shrinker.ts";
import { frontierOf, type PlacedPiece, type Transcript } from "../transcript/transcript.ts";

type Sent = {
  readonly transcript: Pick<Transcript, "entries">;
  readonly pieces: readonly PlacedPiece[];
  readonly decisions: ReadonlyMap<string, Decision>;
  /** Finds the texts of pieces. */
  readonly lookup: Lookup;
  /** Whether a piece behind the frontier had not gone out before this request. */
  readonly isNew: (piece: PlacedPiece) => boolean;
};

/** What on the wire tells that too much was left out: calls that are made again for it, and the same request once more. */
export const regretsIn = ({
  transcript,
  pieces,
  decisions,
  lookup,
  isNew,
}: Sent): Pick<Forwarded, "askedAgain" | "isRepeated"> => {
  const frontier = frontierOf(transcript);
  const live = pieces.filter(({ entry }) => entry >= frontier);
  const fresh = live.filter(isNew);
  if (live.length > 0 && fresh.length === 0) return { isRepeated: true };
  const soFar = { transcript, pieces, lookup, decisionOf: (key: string) => decisions.get(key) };
  const askedAgain = fresh.filter((piece) => isCalledAgain(() => lookup(piece.key) ?? "", piece, soFar)).length;
  return askedAgain > 0 ? { askedAgain } : {};
};
