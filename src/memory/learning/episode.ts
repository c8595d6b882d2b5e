import type { Arm } from "./arms.ts";
import type { Result } from "./bandit.ts";

/** A conversation that an arm was picked for, and what came of it so far. */
export type Episode = {
  readonly session: string;
  /** A hash: whose experience it adds to. */
  readonly project: string;
  readonly arm: Arm;
  /** Wall clock, when it was last heard of. */
  readonly at: number;
  /** Those whose cost is known. */
  readonly requests: number;
  readonly costMicros: number;
  readonly savedMicros: number;
  readonly regrets: number;
  /** Whether its latest request was answered. */
  readonly isAnswered: boolean;
};

/** One that has just begun. */
export const begun = (which: Pick<Episode, "session" | "project" | "arm" | "at">): Episode => ({
  ...which,
  ...{ requests: 0, costMicros: 0, savedMicros: 0, regrets: 0, isAnswered: false },
});

/** What one request of it came to. */
export type Spent = {
  readonly costMicros: number;
  readonly savedMicros: number;
  /** Calls that the model has made again for what was left out. */
  readonly askedAgain: number;
  /** Whether the client has sent the same request once more. */
  readonly isRepeated: boolean;
  readonly isAnswered: boolean;
};

/** With one request more. One that is sent again because it was not answered is no fault of what was left out. */
export const withRequest = (episode: Episode, spent: Spent, at: number): Episode => {
  const isRetry = spent.isRepeated && episode.isAnswered;
  return {
    ...{ ...episode, at, isAnswered: spent.isAnswered, requests: episode.requests + 1 },
    costMicros: episode.costMicros + spent.costMicros,
    savedMicros: episode.savedMicros + spent.savedMicros,
    regrets: episode.regrets + spent.askedAgain + (isRetry ? 1 : 0),
  };
};

/** A single request tells nothing: only what is sent again can be saved. */
const leastRequests = 2;

/** What came of it, with what a person had shown again; null = too little to learn from. */
export const resultOf = (
  { requests, costMicros, savedMicros, regrets }: Episode,
  timesRecalled: number,
): Result | null => {
  const whole = costMicros + savedMicros;
  if (requests < leastRequests || whole <= 0) return null;
  return {
    savedShare: Math.max(-1, Math.min(1, savedMicros / whole)),
    regret: Math.min(1, (regrets + timesRecalled) / requests),
  };
};
