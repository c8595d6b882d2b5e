import type { LedgerRow } from "./daemon.ts";

/** What every place has to say the same of. */
export type Sums = {
  readonly requests: number;
  readonly inputTokens: number;
  readonly cacheReadTokens: number;
  readonly cacheWriteTokens: number;
  readonly outputTokens: number;
  readonly costMicros: number;
};

/** The sums of rows, or of what a place tells; what nobody told adds nothing. */
export const sumOf = (requests: readonly (Pick<LedgerRow, keyof Sums & keyof LedgerRow> | Sums)[]): Sums => {
  const sum = (field: Exclude<keyof Sums, "requests">): number =>
    requests.reduce((total, request) => total + (request[field] ?? 0), 0);
  return {
    requests: requests.length,
    inputTokens: sum("inputTokens"),
    cacheReadTokens: sum("cacheReadTokens"),
    cacheWriteTokens: sum("cacheWriteTokens"),
    outputTokens: sum("outputTokens"),
    costMicros: sum("costMicros"),
  };
};
