import type { CacheUse } from "../../core/answer-cache.ts";
import type { CacheStats } from "../../core/cache-view.ts";

type Asked = "hits" | "misses" | "bypassed" | "joined" | "reasons";
type Saved = "avoidedTokens" | "avoidedMicros" | "unknownPrices";

/** What the cache did since the daemon started. */
export type CacheCounts = Pick<CacheStats, Asked | Saved | "damaged" | "evicted">;

/** Counts each request once, when it has ended. */
export type CacheCounter = {
  readonly ended: (use: CacheUse | null) => void;
  readonly damaged: (what: string) => void;
  readonly evicted: (count: number) => void;
  readonly view: () => CacheCounts;
};

/** Everything at 0. */
export const createCacheCounts = (): CacheCounter => {
  const counts = { hits: 0, misses: 0, bypassed: 0, joined: 0, avoidedTokens: 0, avoidedMicros: 0, unknownPrices: 0 };
  const damaged = new Map<string, number>();
  const reasons = new Map<string, number>();
  let evicted = 0;
  const hit = ({ avoided, joined }: CacheUse & { readonly state: "hit" }): void => {
    counts.hits++;
    if (joined) counts.joined++;
    counts.avoidedTokens += (avoided.inputTokens ?? 0) + (avoided.outputTokens ?? 0);
    counts.avoidedMicros += avoided.costMicros ?? 0;
    if (avoided.costMicros === null) counts.unknownPrices++;
  };
  return {
    ended: (use) => {
      if (use === null) return;
      if (use.state === "hit") return hit(use);
      if (use.state === "miss") counts.misses++;
      else counts.bypassed++;
      if (use.why !== null) reasons.set(use.why, (reasons.get(use.why) ?? 0) + 1);
    },
    damaged: (what) => void damaged.set(what, (damaged.get(what) ?? 0) + 1),
    evicted: (count) => {
      evicted += count;
    },
    view: () => ({
      ...counts,
      damaged: Object.fromEntries(damaged),
      evicted,
      reasons: Object.fromEntries([...reasons].toSorted((one, other) => other[1] - one[1])),
    }),
  };
};
