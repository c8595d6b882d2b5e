/** What an answer took when a model gave it: what is not spent again when it is given from the cache. */
export type Avoided = {
  /** Tokens as `Usage` tells them; null = unknown. */
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** Micro-dollars; null = unknown. */
  readonly costMicros: number | null;
};

/** What the response cache did for one request. */
export type CacheUse =
  /** `joined` = it waited for the answer to another request that was the same. */
  | {
      readonly state: "hit";
      readonly key: string;
      readonly ageMs: number;
      readonly avoided: Avoided;
      readonly joined: boolean;
    }
  /** `why` its answer was not kept; null = it was, or it has not ended. */
  | { readonly state: "miss"; readonly key: string; readonly why: string | null }
  /** Neither looked for nor kept. */
  | { readonly state: "bypass"; readonly why: string };

/** Which requests may be answered from the cache, and what is kept. Made of the settings. */
export type CacheRules = {
  readonly ttlMs: number;
  readonly maxEntryBytes: number;
  readonly keepsStreams: boolean;
  readonly keepsToolAnswers: boolean;
  /** One tenant is given the answers of another. */
  readonly isShared: boolean;
  readonly isSingleFlight: boolean;
  readonly onlyDeterministic: boolean;
  readonly path: (path: string) => boolean;
  readonly model: (model: string) => boolean;
};

/** An answer as it is kept: what the client got, to the byte. */
export type KeptAnswer = {
  /** The mark of its request. */
  readonly key: string;
  /** Of the answer's head only what belongs to its body. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: Uint8Array;
  /** Whether it came as a stream, and is given as one. */
  readonly isStream: boolean;
  /** Wall clock. */
  readonly storedAt: number;
  readonly endsAt: number;
  /** The model that answered; null = it did not say. */
  readonly model: string | null;
  readonly avoided: Avoided;
};

/** What became of the request that others waited for: an answer for all, none that may be shared, or its client left it. */
export type Landing = KeptAnswer | "alone" | "left";
