/** Time comes in by argument: the wall clock for when, the monotonic one for how long. */
export type Clock = {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Milliseconds since some fixed moment; never goes back. */
  readonly tick: () => number;
};

/** The machine's own clock. */
export const systemClock: Clock = { now: () => Date.now(), tick: () => performance.now() };
