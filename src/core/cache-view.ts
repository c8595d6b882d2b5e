import type { Avoided } from "./answer-cache.ts";

/** An answer that is kept, without a word of it. */
export type KeptAnswerView = {
  readonly key: string;
  /** Wall clock: when it was kept, until when, and when it was given last. */
  readonly storedAt: number;
  readonly endsAt: number;
  readonly usedAt: number;
  /** How often it was given. */
  readonly hits: number;
  /** As it is stored. */
  readonly bytes: number;
  readonly isStream: boolean;
  readonly model: string | null;
};

/** One with what was kept beside it; its text only where that was asked for. */
export type CacheFound =
  | {
      readonly state: "kept";
      readonly answer: KeptAnswerView;
      readonly headers: readonly (readonly [name: string, value: string])[];
      readonly avoided: Avoided;
      /** Null where it was not asked for, or is packed in a way that nobody can read here. */
      readonly body: string | null;
    }
  | { readonly state: "unknown" }
  /** More than one key begins so. */
  | { readonly state: "ambiguous"; readonly keys: readonly string[] };

/** The cache in a few figures; of requests since the daemon started. */
export type CacheFigures = Pick<CacheStats, "hits" | "misses" | "bypassed" | "entries" | "bytes">;

/** How the cache is, and what it did since the daemon started. */
export type CacheStats = {
  /** Null where no daemon runs. */
  readonly isOn: boolean | null;
  readonly ttlMs: number | null;
  readonly maxBytes: number | null;
  readonly entries: number;
  readonly bytes: number;
  /** In the daemon's own memory, of those. */
  readonly memoryEntries: number;
  readonly memoryBytes: number;
  readonly hits: number;
  readonly misses: number;
  readonly bypassed: number;
  /** From 0 to 1, of what was looked for; null = nothing was. */
  readonly hitShare: number | null;
  /** Of the hits: those that waited for the answer to another request. */
  readonly joined: number;
  /** What was not spent again; of the hits whose tokens, or price, are known. */
  readonly avoidedTokens: number;
  readonly avoidedMicros: number;
  readonly unknownPrices: number;
  /** Kept things that were none, by what was wrong with them; each was a miss and was thrown away. */
  readonly damaged: Readonly<Record<string, number>>;
  /** Answers that went because there was no room, or their time was over. */
  readonly evicted: number;
  /** Why requests passed by, and why answers were not kept: how often. */
  readonly reasons: Readonly<Record<string, number>>;
  /** What several daemons keep together: `alone`, `connected`, `away`. */
  readonly shared: string;
  /** The latest given first. */
  readonly latest: readonly KeptAnswerView[];
};

/** What was thrown away, of the file; and whether what daemons keep together went too: `alone`, `connected`, `away`. */
export type CacheCleared = { readonly cleared: number; readonly shared: CacheStats["shared"] };

/** Everything that can be asked about answers that are kept; the same with a daemon and without one. */
export type CacheDesk = {
  readonly cacheStats: (ask: { readonly limit: number }) => Promise<CacheStats>;
  /** By a key or its beginning. */
  readonly cachedAnswer: (ask: { readonly key: string; readonly withBody: boolean }) => Promise<CacheFound>;
  /** Throws all away, or one of them; of daemons that share a store all do. */
  readonly clearCache: (ask: { readonly key: string | null }) => Promise<CacheCleared>;
};
