import type { Hindrance } from "../core/availability.ts";
import type { Refusal } from "../core/refusal.ts";

/** So long something is not asked because its vendor has said so. */
export type CoolDown = {
  readonly state: "limited" | "overloaded";
  readonly scope: "key" | "model";
  /** Wall clock. */
  readonly sinceAt: number;
  readonly untilAt: number;
  readonly status: number;
  /** Whether the vendor has said for how long. */
  readonly isTold: boolean;
  /** How often in a row it was guessed. */
  readonly guesses: number;
};

/** A guess begins with a second and doubles. An overload passes sooner than a limit, and asking it again costs nothing. */
const firstMs = 1000;
const longest = { limited: 60_000, overloaded: 15_000 } as const;
/** What a vendor may ask for at most. */
const longestTold = { limited: 86_400_000, overloaded: 60_000 } as const;
/** A guess from so long ago says nothing of now. */
const forgottenMs = 600_000;

/**
 * What follows from a refusal. As long as it cools down, further refusals are the same story: twenty that were under way
 * at once must not make an hour of one second. A vendor that tells a later time is believed all the same.
 */
export const cooled = (before: CoolDown | null, refusal: Refusal, now: number): CoolDown => {
  const { status, retryAfterMs } = refusal;
  const state = status === 429 ? "limited" : "overloaded";
  const scope = state === "limited" ? (refusal.scope ?? "model") : "model";
  const isCooling = before !== null && before.untilAt > now;
  if (retryAfterMs !== null) {
    const untilAt = now + Math.min(longestTold[state], Math.max(retryAfterMs, 0));
    const isLater = !isCooling || untilAt > before.untilAt;
    const sinceAt = isCooling ? before.sinceAt : now;
    return isLater ? { state, scope, sinceAt, untilAt, status, isTold: true, guesses: 0 } : before;
  }
  if (isCooling) return before;
  const guesses = before === null || now - before.untilAt > forgottenMs ? 0 : before.guesses;
  const untilAt = now + Math.min(longest[state], firstMs * 2 ** guesses);
  return { state, scope, sinceAt: now, untilAt, status, isTold: false, guesses: guesses + 1 };
};

/** What stands in the way then, in a few words. */
export const hindranceOf = ({ state, scope, sinceAt, untilAt, status, isTold }: CoolDown): Hindrance => {
  const seconds = Math.max(1, Math.ceil((untilAt - sinceAt) / 1000));
  return { state, scope, untilAt, why: `${status}, ${isTold ? "asked for" : "left alone for"} ${seconds} s` };
};
