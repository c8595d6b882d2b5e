import type { CostPart, ModelFacts } from "../core/price.ts";
import type { Usage } from "../core/usage.ts";

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
  /** It went to an upstream of the user's own, behind whose host need not be the vendor whose formats it speaks. */
  readonly isOwnUpstream?: boolean;
  /** The price list that the upstream's owner says it goes by, whatever its address; null = nobody has said. */
  readonly pricesOf?: string | null;
  /** The vendor's terms where they were not its usual ones, see `Reported`. */
  readonly serviceTier?: string | null;
};

/** What usage costs, in whole micro-dollars; null = nobody knows. */
export type Prices = {
  readonly costMicros: (purchase: Purchase) => number | null;
  /** Whether what was read from a cache is billed in full because nobody here knows its price: the cost is that at most. */
  readonly guessesReads: (purchase: Purchase) => boolean;
  /** What the model can take and give. */
  readonly facts: (asked: Omit<Purchase, "usage">) => ModelFacts;
  /** What the parts of it cost; null = nobody knows. */
  readonly parts: (purchase: Purchase) => readonly CostPart[] | null;
};
