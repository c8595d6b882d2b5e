import type { RequestSummary } from "../../core/notice.ts";

type Ended = Pick<RequestSummary, "status" | "outcome">;

/** Ended properly with a status below 400. */
export const isOk = ({ outcome, status }: Ended): boolean => outcome === "--" && status !== null && status < 400;

/** Answered with 429. */
export const isLimited = ({ outcome, status }: Ended): boolean => outcome === "--" && status === 429;

/** An answer that broke off. */
export const isCut = ({ outcome }: Ended): boolean => outcome === "SD" || outcome === "sD" || outcome === "PD";

/** Left by the client: how long it took says nothing of the upstream. */
export const isAborted = ({ outcome }: Ended): boolean => outcome[0] === "C" || outcome[0] === "c";

/** The nearest-rank percentile; null of nothing. */
export const percentile = (values: readonly number[], share: number): number | null => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? null;
};
