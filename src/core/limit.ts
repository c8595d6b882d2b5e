/** What a limit counts. */
export type Counted = "requests" | "input_tokens" | "concurrency";

/** One amount that a request must keep to, and for whom it is counted. */
export type Bound = {
  /** Where it is counted, the same in every daemon with the same limit. */
  readonly key: string;
  /** What people call it: `limits.rates[0] claude`, `token ci`. */
  readonly limit: string;
  readonly counted: Counted;
  /** Null = at the same time. */
  readonly per: "minute" | "hour" | "day" | null;
  readonly most: number;
  /** `client claude-cli`; null = all together. */
  readonly whose: string | null;
  /** Where it can be changed: a setting, or a command. */
  readonly setIn: string;
};

/** One limit as it was set. */
export type LimitRule = {
  readonly limit: string;
  readonly setIn: string;
  /** Which requests it counts; null = all. */
  readonly counts: string | null;
  /** By what they are told apart; null = all together. */
  readonly each: string | null;
  readonly amounts: readonly Pick<Bound, "counted" | "per" | "most">[];
};

/** How full a limit is for one of those it is counted for. */
export type LimitLevel = Omit<Bound, "key" | "setIn"> & {
  /** With a store that daemons share: of all of them, but for what is at the same time, which is counted here. */
  readonly used: number;
  /** Requests that wait for it. */
  readonly waiting: number;
  /** Requests that it has refused since the start, and when it did so last; null = none. */
  readonly refused: number;
  readonly refusedAt: number | null;
};

/** One that waits for its turn. */
export type WaitingRequest = {
  readonly id: string;
  /** `token ci`, `client claude-cli`. */
  readonly caller: string;
  readonly limit: string;
  /** Its place in the row, from 1. */
  readonly place: number;
  readonly waitedMs: number;
};

/** What was asked for with a token, by the ledger: since midnight, and as far back as that goes. */
export type TokenUse = {
  readonly token: string;
  readonly lastUsedAt: number;
  readonly today: UseSum;
  readonly all: UseSum;
};

/** Sums of requests that have ended and went out. */
export type UseSum = {
  readonly requests: number;
  /** Of prompts and of answers. */
  readonly tokens: number;
  /** Micro-dollars; what is unknown is not in it. */
  readonly costMicros: number;
  /** How many of the requests nobody knows the cost of. */
  readonly unknownCost: number;
};

/** How late the daemon itself is, and what it does about it. */
export type Overload = {
  /** 0 = nothing is ever refused for it. */
  readonly maxLateMs: number;
  /** The least lateness of the event loop in the latest tenth of a second in which requests came. */
  readonly latenessMs: number;
  /** So many requests a second are taken just now; null = all. */
  readonly perSecond: number | null;
  /** Requests refused since the start. */
  readonly refused: number;
};

/** Everything about limits at a moment. */
export type LimitsView = {
  readonly rules: readonly LimitRule[];
  /** Of those that were counted lately. */
  readonly levels: readonly LimitLevel[];
  readonly queue: {
    /** 0 = nobody waits: what is too much is refused. */
    readonly max: number;
    readonly maxWaitMs: number;
    readonly waiting: readonly WaitingRequest[];
  };
  /** An older daemon does not say. */
  readonly overload?: Overload | undefined;
};

/** What is asked of limits. */
export type LimitsDesk = {
  readonly limits: (ask: Readonly<Record<string, never>>) => Promise<LimitsView>;
  /** Each token that was ever used. Rejects where no ledger is kept. */
  readonly tokenUse: (ask: Readonly<Record<string, never>>) => Promise<{ readonly tokens: readonly TokenUse[] }>;
};

/** That a request waited for its turn. */
export type Queued = {
  readonly limit: string;
  /** Monotonic clock. */
  readonly sinceTick: number;
  /** How long; null = it still waits. */
  readonly ms: number | null;
  /** Its place in the row, from 1; 0 = it has had its turn. */
  readonly place: () => number;
};
