import type { Entry } from "../../core/memory.ts";
import { contentHash } from "./hash.ts";

/**
 * A name for each piece of each entry: of everything said before its entry, of the piece itself, and of how many like it
 * stood in the entry before. So it is the same whenever the client sends the conversation again, also after it went
 * another way further on, and never that of a piece of another conversation.
 */
export const keysOf = (entries: readonly Entry[]): readonly (readonly string[])[] => {
  let before = beginning;
  return entries.map((entry) => {
    const known = named.get(entry);
    const names = known?.before === before ? known : namesFor(entry, before);
    if (names !== known) named.set(entry, names);
    before = names.after;
    return names.keys;
  });
};

/** What an entry is called by behind what was said before it: hashes of all that up to it, and with it. */
type Names = { readonly before: string; readonly keys: readonly string[]; readonly after: string };

const beginning = contentHash("");

/** An entry that a client sends again is read once: mostly it stands behind the same as before. */
const named = new WeakMap<Entry, Names>();

const namesFor = ({ hash, author, pieces }: Entry, before: string): Names => {
  const alike = new Map<string, number>();
  const keys = pieces.map((piece) => {
    const count = alike.get(piece.hash) ?? 0;
    alike.set(piece.hash, count + 1);
    return contentHash(`${before}\n${piece.hash}\n${count}`);
  });
  // Programs put instructions among the messages in anew.
  const counts = hash !== null && author !== "instructions";
  return { before, keys, after: counts ? contentHash(`${before}\n${hash}`) : before };
};
