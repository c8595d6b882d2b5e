import { type ModelFacts, noFacts } from "../core/price.ts";
import type { Upstream } from "../core/provider.ts";
import { pricedAt } from "./bill.ts";
import type { Prices } from "./purchase.ts";

/** Where facts are looked up, and the day that counts. */
type Sources = { readonly prices: Pick<Prices, "facts">; readonly now: number };

/** What a model at this place can take and give; what lies behind an address of the user's own only the user can say. */
export const modelFactsAt = (model: string | null, upstream: Upstream, { prices, now }: Sources): ModelFacts =>
  model === null
    ? noFacts
    : prices.facts({ provider: upstream.provider, model, at: now, ...pricedAt(upstream, upstream.origin) });
