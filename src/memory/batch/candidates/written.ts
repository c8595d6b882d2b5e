import { cleared } from "../cleared.ts";
import type { Finder } from "./candidate.ts";

/** What a tool said of a file that it had changed, where the file was read later on. */
export const written: Finder = (question) => {
  const readAgain = new Map<string, number>();
  return question.pieces.toReversed().flatMap((piece) => {
    const { call, kind, entry } = piece;
    if (kind !== "result" || call === null || call.file === null) return [];
    if (call.does === "read") readAgain.set(call.file, entry);
    const since = call.does === "write" ? readAgain.get(call.file) : undefined;
    return since === undefined ? [] : cleared(question, piece, { since, note: "the file was read further on" });
  });
};
