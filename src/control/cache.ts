import type { CacheDesk } from "../core/cache-view.ts";
import type { Handlers } from "./contract.ts";
import type { Engine } from "./engine.ts";

/** The calls about answers that are kept. */
export const cacheHandlers = ({ cache, audit }: Pick<Engine, "cache" | "audit">): Pick<Handlers, keyof CacheDesk> => ({
  ...cache,
  clearCache: async (ask) => {
    const told = await cache.clearCache(ask);
    if (told.cleared > 0) audit.note("cache-cleared", "control", { cleared: told.cleared, all: ask.key === null });
    return told;
  },
});
