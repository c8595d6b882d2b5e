import type { Entry } from "../../core/memory.ts";
import { contentHash } from "./hash.ts";

/**
 * A name for each piece of each entry: of everything said before its entry, of the piece itself, and of how many like it
 * stood in the entry before. So it is the same whenever the client sends the conversation again, also after it went
 * another way further on, and never that of a piece of another conversation.
 */
export const keysOf = (entries: readonly Entry[]): readonly (readonly string[])[] => {
  let before = contentHash("");
  return entries.map(({ hash, author, pieces }) => {
    const alike = new Map<string, number>();
    const keys = pieces.map((piece) => {
      const count = alike.get(piece.hash) ?? 0;
      alike.set(piece.hash, count + 1);
      return contentHash(`${before}\n${piece.hash}\n${count}`);
    });
    // Programs put instructions among the messages in anew.
    if (hash !== null && author !== "instructions") before = contentHash(`${before}\n${hash}`);
    return keys;
  });
};
