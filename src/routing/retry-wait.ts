import type { Opening } from "../core/judge.ts";
import type { Trouble } from "../core/tries.ts";

/** What kind of trouble an answer is; null = none that another target could be without. */
export const troubleOf = ({ status, error }: Pick<Opening, "status" | "error">): Trouble | null => {
  if (status === 429) return "limited";
  if (status === 529 || status === 503) return "overloaded";
  if (status >= 500) return "failed";
  return status < 400 && error !== null ? "error_first" : null;
};

/** Where waits come from. */
export type WaitRules = {
  /** Longer than this is not waited, in milliseconds. */
  readonly mostMs: number;
  /** From 0 to 1. */
  readonly random: () => number;
};

/**
 * How long to wait before the same upstream is asked again, for the `nth` time from 0, in milliseconds. Null = it is not
 * asked again: it wants more patience than that, says that it is of no use, or somebody's money has run out.
 */
export const retryWaitMs = (opening: Opening, nth: number, { mostMs, random }: WaitRules): number | null => {
  const trouble = troubleOf(opening);
  if (trouble !== "limited" && trouble !== "overloaded") return null;
  if (opening.headers.get("x-should-retry") === "false" || isSpent(opening)) return null;
  const asked = opening.retryAfterMs ?? opening.error?.retryAfterMs ?? null;
  if (asked !== null) return asked <= mostMs ? asked : null;
  const span = Math.min(longestMs, firstMs * 2 ** nth);
  return Math.min(mostMs, Math.round(span * (0.5 + random() / 2))); // not everybody at the same moment
};

const firstMs = 1000;
const longestMs = 8000;

/** A limit of money is no limit of pace: it is there tomorrow, too. */
const isSpent = ({ error }: Opening): boolean =>
  error !== null &&
  (error.kind === "budget_exceeded" ||
    /\b(spend(ing)? limit|credit balance|billing|quota .*plan)/i.test(error.message));
