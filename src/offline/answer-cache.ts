import type { Paths } from "../config/paths.ts";
import { readConfig } from "../config/read.ts";
import type { CacheCleared, CacheDesk } from "../core/cache-view.ts";
import { ProxyError } from "../core/errors.ts";
import { redisAddress } from "../lib/redis-address.ts";
import { newMark, openAnswerCache, tellCleared } from "../state/cache/index.ts";
import { createAlone } from "../state/shared/alone.ts";
import { createOnRedis } from "../state/shared/redis/index.ts";

type Place = {
  readonly paths: Pick<Paths, "cache" | "config">;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
};

/**
 * Does something with the answers that a daemon has kept which does not run; a file that is not there is not made. What is
 * thrown away all at once goes from where daemons share it, too. Throws `cannot_write` where the file cannot be changed,
 * `config_invalid` where nobody can tell whether there is such a place.
 */
export const withCacheFile = async <Value>(place: Place, work: (desk: CacheDesk) => Promise<Value>): Promise<Value> => {
  const { now } = place;
  const file = place.paths.cache;
  let trouble: string | null = null;
  const onTrouble = (what: string): void => {
    trouble = what;
  };
  const cache = openAnswerCache({ file, shared: createAlone(now), now, later: () => undefined, onTrouble });
  const { desk } = cache;
  try {
    const value = await work({
      ...desk,
      cacheStats: async (ask) => ({ ...(await desk.cacheStats(ask)), isOn: null }),
      clearCache: async (ask) => ({ ...(await desk.clearCache(ask)), shared: await clearedElsewhere(place, ask.key) }),
    });
    if (trouble !== null)
      throw new ProxyError("cannot_write", `${file} could not be used: ${trouble}.`, {
        hint: "Try: proxy-cli doctor   (or remove the file: it holds only answers that can be asked for again)",
      });
    return value;
  } finally {
    cache.close();
  }
};

/** No request waits for it, so it may take this long. */
const budgetMs = 1000;

/** A single answer lies there under a name that only a daemon that has looked around knows: it stays. */
const clearedElsewhere = async ({ paths, env, now }: Place, key: string | null): Promise<CacheCleared["shared"]> => {
  const { values } = readConfig(paths.config, env, {});
  const address = redisAddress(values["store.redis_url"]);
  if (address === null) return "alone";
  if (key !== null) return "away";
  const mark = newMark(now);
  const about = { address, prefix: values["store.redis_prefix"], budgetMs, name: `cleared-${mark}` };
  const shared = createOnRedis({ ...about, now, random: Math.random, onChange: () => undefined });
  try {
    await shared.tried;
    await tellCleared(shared.board, mark);
    return shared.standing().state;
  } finally {
    await shared.close();
  }
};
