/**
 * What happened in one step of the time that a chart shows. A request counts where it ended; only the tokens of an answer
 * are told where they came, spread evenly over the time that it streamed, so that a long answer is no spike at its end.
 */
export type SeriesBin = {
  /** When it begins, wall clock; a whole number of steps since 1970, so that bars keep their places. */
  readonly at: number;
  /** False before the daemon has started, and further back than it remembers: a chart has a gap there. */
  readonly known: boolean;
  readonly requests: number;
  /** Those as in `StatsGroup`. */
  readonly ok: number;
  readonly limited: number;
  readonly cut: number;
  readonly aborted: number;
  readonly failed: number;
  /** Turned away at the door: in none of the counts before. */
  readonly refused: number;
  /** Null = requests ended and none of them told; 0 where none ended. */
  readonly inputTokens: number | null;
  readonly cacheReadTokens: number | null;
  /** The input of those requests that told how much of it was read from the vendor's cache. */
  readonly cacheableTokens: number;
  /** With those of answers that still run, by our own estimate. */
  readonly outputTokens: number | null;
  /** Micro-dollars, of the requests whose cost is known; null = requests ended and of none it is known. */
  readonly costMicros: number | null;
  /** Requests whose cost nobody knows. */
  readonly unknownCost: number;
  /** Milliseconds, within 1 %; null = nothing ended. */
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly ttftP50Ms: number | null;
  readonly ttftP95Ms: number | null;
  /** The most requests that ran at the same time. */
  readonly maxInFlight: number;
};

/** The time up to now in steps of the same length, the oldest first; the last one has not ended. */
export type Series = {
  /** Wall clock when it was told. */
  readonly at: number;
  readonly binMs: number;
  readonly bins: readonly SeriesBin[];
};

/** How far back is asked and in how many steps; at most an hour, in steps of whole seconds. */
export type SeriesQuestion = { readonly windowMs: number; readonly bins: number };
