import { cleared } from "../cleared.ts";
import type { Finder } from "./candidate.ts";

/** What was read of a file that was changed since and then read anew. */
export const outdated: Finder = (question) => {
  const readAgain = new Map<string, number>(); // files, and the entry of the reading
  const changed = new Map<string, number>(); // the same for those that were changed before it
  return question.pieces.toReversed().flatMap((piece) => {
    const { call, kind, entry } = piece;
    if (kind !== "result" || call === null || call.file === null) return [];
    const { file, does } = call;
    const since = changed.get(file);
    const again = readAgain.get(file);
    if (does === "write" && again !== undefined) changed.set(file, again);
    if (does !== "read") return [];
    readAgain.set(file, again ?? entry);
    return since === undefined
      ? []
      : cleared(question, piece, { since, note: "changed since, and read again further on" });
  });
};
