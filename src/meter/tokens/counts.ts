import { createCountCache } from "./count-cache.ts";
import { measureIn } from "./measure.ts";
import type { Encoding } from "./ranks.ts";
import type { CountingThread } from "./thread.ts";

/** The tokens of some texts, each. */
export type Count = {
  readonly tokens: readonly number[];
  /** False where too much waited to be counted, and they are only measured. */
  readonly isExact: boolean;
};

/** Counts that are remembered: the blocks of some hundred conversations, 3 MB. */
const rememberedCounts = 30_000;

/** Counts texts by a thread, each once as long as its count is remembered. */
export const createCounts = (
  thread: Pick<CountingThread, "count">,
): ((texts: readonly string[], encoding: Encoding) => Promise<Count>) => {
  const cache = createCountCache(rememberedCounts);
  return async (texts, encoding) => {
    const keys = texts.map((text) => `${encoding}.${cache.keyOf(text)}`);
    const known = keys.map(cache.get);
    const missing = texts.filter((_, at) => known[at] === undefined);
    const counted = missing.length === 0 ? [] : await thread.count(missing, encoding);
    let next = 0;
    const tokens = texts.map((text, at) => {
      const before = known[at];
      if (before !== undefined) return before;
      const fresh = counted?.[next++];
      if (fresh === undefined) return measureIn(text, encoding);
      cache.set(keys[at] ?? "", fresh);
      return fresh;
    });
    return { tokens, isExact: counted !== null };
  };
};
