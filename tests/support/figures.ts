import type { RequestSummary } from "../../src/core/notice.ts";
import { addRequest, groupOf, noFigures } from "../../src/state/ledger/figures.ts";
import type { StatsGroup } from "../../src/state/ledger/row.ts";
import { summary } from "./summary.ts";

/** The group of these requests, as the ledger tells it. */
export const groupWith = (name: string, ...requests: readonly Partial<RequestSummary>[]): StatsGroup => {
  const figures = noFigures();
  for (const request of requests) addRequest(figures, summary(request), 1);
  return groupOf(name, figures);
};
