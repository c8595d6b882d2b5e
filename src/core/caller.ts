/** Who sends a request, as far as it shows: limits, budgets and the response cache are kept apart by this. */
export type Caller = {
  /** The name of the token that it shows: by command, `local` for the one in the home, `given` for PROXY_TOKEN; null = none. */
  readonly token: string | null;
  /** A mark of the key that it sends, under this installation's secret; null = it sends none. */
  readonly key: string | null;
  /** What its token may do; missing = everything. */
  readonly rules?: TokenRules;
};

/** What the one who shows a token may do. Null = as much as everybody. */
export type TokenRules = {
  readonly requestsPerMinute: number | null;
  readonly inputTokensPerMinute: number | null;
  /** Requests at the same time. */
  readonly concurrency: number | null;
  /** What it may cost between two midnights, in micro-dollars; budgets go by it. */
  readonly costMicrosPerDay: number | null;
  /** Patterns for names of upstreams; none = all. */
  readonly upstreams: readonly string[];
  /** Patterns for models, as they are asked for there; none = all. */
  readonly models: readonly string[];
};
