import type { PlacedPiece } from "../../transcript/transcript.ts";
import { cleared } from "../cleared.ts";
import type { Finder } from "./candidate.ts";

/** Results that came again, word for word or by the same reading of the same file: the last one is enough. */
export const repeated: Finder = (question) => {
  const later = new Map<string, PlacedPiece>();
  return question.pieces.toReversed().flatMap((piece) => {
    if (piece.kind !== "result") return [];
    const names = namesOf(piece);
    const again = names.map((name) => later.get(name)).find((one) => one !== undefined && one.callId !== piece.callId);
    for (const name of names) if (!later.has(name)) later.set(name, piece);
    return again === undefined
      ? []
      : cleared(question, piece, { since: again.entry, note: "it came again further on" });
  });
};

/** By what it is known again: its own words, and the call where that is a reading, which gives how things are by then. */
const namesOf = ({ hash, call, path }: PlacedPiece): readonly string[] =>
  call?.does === "read" ? [hash, `${call.hash} ${path.at(-1)}`] : [hash];
