import type { Entry } from "../../core/memory.ts";

/** The requests of a conversation, as far as its history tells: each ended where the model began to speak, this one at the end. */
export type Turns = {
  /** The position behind the last entry of each request. */
  readonly ends: readonly number[];
  /** The first request that an entry went out with. */
  readonly of: (entry: number) => number;
};

/** The requests that this history was sent with. */
export const turnsIn = (entries: readonly Pick<Entry, "author">[]): Turns => {
  const ends: number[] = [];
  const turnOf = entries.map(({ author }, at) => {
    if (author === "model" && at > 0 && entries[at - 1]?.author !== "model") ends.push(at);
    return ends.length;
  });
  ends.push(entries.length);
  return { ends, of: (entry) => turnOf[entry] ?? ends.length - 1 };
};
