import type { Measure } from "../core/dialect.ts";
import type { Exchange } from "../core/exchange.ts";
import type { Outcome } from "../core/outcome.ts";
import type { Bill, Usage } from "../core/usage.ts";
import { billOf } from "./bill.ts";
import { estimatedInput } from "./estimate.ts";

/** What a price is asked for. */
export type Purchase = {
  /** The vendor, as `src/providers` names it. */
  readonly provider: string;
  readonly model: string;
  readonly usage: Usage;
  /** Wall clock: prices change. */
  readonly at: number;
  /** Where it went: a vendor's regions have prices of their own. Left out = its usual ones. */
  readonly host?: string | null;
  /** The vendor's terms where they were not its usual ones, see `Reported`. */
  readonly serviceTier?: string | null;
};

/** What usage costs, in whole micro-dollars; null = nobody knows. */
export type Prices = { readonly costMicros: (purchase: Purchase) => number | null };

/** Counts and prices what requests take. */
export type Meter = {
  readonly measure: Measure;
  readonly prices: Prices;
  /** What an exchange took and cost, once it has ended. */
  readonly bill: (exchange: Exchange, outcome: Outcome) => Bill;
};

/** A meter by these prices. */
export const createMeter = (prices: Prices, measure: Measure): Meter => ({
  prices,
  measure,
  bill: (exchange, outcome) =>
    billOf(exchange, outcome, { prices, inputTokens: (sent) => estimatedInput(sent, measure) }),
});
