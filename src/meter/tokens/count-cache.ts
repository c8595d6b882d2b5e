import { ByUse } from "../../lib/by-use.ts";

/** Counts of texts that were counted before, by a hash of each; what was not asked for the longest goes first. */
export type CountCache = {
  /** A name for a text; its own text is not kept. */
  readonly keyOf: (text: string) => string;
  readonly get: (key: string) => number | undefined;
  readonly set: (key: string, count: number) => void;
};

/** A cache of so many counts, some 100 bytes each. */
export const createCountCache = (maxEntries: number): CountCache => {
  const counts = new ByUse<number>(maxEntries);
  return {
    keyOf: (text) => `${Bun.hash(text).toString(36)}.${text.length}`,
    get: (key) => {
      const count = counts.get(key);
      if (count !== undefined) counts.use(key, count);
      return count;
    },
    set: (key, count) => counts.use(key, count),
  };
};
