import type { Paths } from "../config/paths.ts";
import type { CacheDesk } from "../core/cache-view.ts";
import { ProxyError } from "../core/errors.ts";
import { openAnswerCache } from "../state/cache/index.ts";
import { createAlone } from "../state/shared/alone.ts";

/**
 * Does something with the answers that a daemon has kept which does not run; a file that is not there is not made. What
 * daemons share elsewhere is not touched. Throws `cannot_write` where the file cannot be changed.
 */
export const withCacheFile = async <Value>(
  { cache: file }: Pick<Paths, "cache">,
  now: () => number,
  work: (desk: CacheDesk) => Promise<Value>,
): Promise<Value> => {
  let trouble: string | null = null;
  const onTrouble = (what: string): void => {
    trouble = what;
  };
  const cache = openAnswerCache({ file, shared: createAlone(now), now, later: () => undefined, onTrouble });
  const { desk } = cache;
  try {
    const value = await work({ ...desk, cacheStats: async (ask) => ({ ...(await desk.cacheStats(ask)), isOn: null }) });
    if (trouble !== null)
      throw new ProxyError("cannot_write", `${file} could not be used: ${trouble}.`, {
        hint: "Try: proxy-cli doctor   (or remove the file: it holds only answers that can be asked for again)",
      });
    return value;
  } finally {
    cache.close();
  }
};
