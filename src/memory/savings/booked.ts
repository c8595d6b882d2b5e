import type { Exchange } from "../../core/exchange.ts";
import type { Savings } from "../../core/memory.ts";
import type { Usage } from "../../core/usage.ts";
import type { Counted } from "./counting.ts";
import { savingsOf } from "./index.ts";

/** What was saved by what was left out of a request that has its bill; null = nothing was, or it was not billed. */
export const bookedSavings = (
  { notes: { forwarded, bill, cache } }: Pick<Exchange, "notes">,
  costMicros: (usage: Usage) => number | null,
  ownCallsMicros = 0,
  counted: Counted | null = null,
): Savings | null => {
  if (forwarded === null || (forwarded.edits === 0 && ownCallsMicros === 0) || bill === null || bill.kind === "none")
    return null;
  const savings = savingsOf({ forwarded, usage: bill.usage, cache, costMicros, ownCallsMicros, counted });
  return bill.costMicros === null
    ? { ...savings, readsLostMicros: null, extraWritesMicros: null, netMicros: null }
    : savings;
};
