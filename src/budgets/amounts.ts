import type { Amounts } from "../core/budget.ts";
import { budgetUnits } from "../core/budget.ts";
import type { RequestSummary } from "../core/notice.ts";
import type { CountedUnit } from "./sums.ts";

/** What is counted of one request, unit by unit. */
export type Counts = { readonly [Unit in CountedUnit]: number };

/** Nothing at all. */
export const noCounts: Counts = { dollars: 0, tokens: 0, requests: 0, minutes: 0, unknown: 0 };

/** The units and what is counted beside them. */
export const countedUnits = [...budgetUnits, "unknown"] as const satisfies readonly CountedUnit[];

/**
 * What a request that has ended adds to its sums: by its bill, whoever ended it. What is not billed (refused, answered from
 * a cache, a token count) adds nothing; of what nobody knows the price of, the requests are counted.
 */
export const countsOf = (
  request: Pick<RequestSummary, "attempts" | "costKind" | "costMicros" | "inputTokens" | "outputTokens" | "durationMs">,
  answers: number,
): Counts => {
  if (request.attempts === 0 || request.costKind === "none") return noCounts;
  return {
    dollars: request.costMicros ?? 0,
    tokens: (request.inputTokens ?? 0) + (request.outputTokens ?? 0),
    requests: answers,
    minutes: Math.round(request.durationMs),
    unknown: request.costMicros === null ? 1 : 0,
  };
};

/** Limits with what was allowed on top. */
export const raised = (limits: Amounts, allowed: Amounts): Amounts =>
  Object.fromEntries(
    budgetUnits.flatMap((unit) => {
      const limit = limits[unit];
      return limit === undefined ? [] : [[unit, limit + (allowed[unit] ?? 0)]];
    }),
  );
