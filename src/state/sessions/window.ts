import type { Upstream } from "../../core/provider.ts";
import { pricedAt } from "../../meter/bill.ts";
import type { Prices } from "../../meter/purchase.ts";

type Asked = {
  readonly upstreams: readonly Upstream[];
  readonly prices: Pick<Prices, "facts">;
  readonly now: number;
};

/** How many tokens fit into a model, by the price list of the upstream; null = nobody knows, or the upstream is gone. */
export const windowTokens = (name: string, model: string, { upstreams, prices, now }: Asked): number | null => {
  const upstream = upstreams.find((one) => one.name === name);
  if (upstream === undefined) return null;
  const { provider, origin } = upstream;
  return prices.facts({ provider, model, at: now, ...pricedAt(upstream, origin) }).windowTokens;
};
