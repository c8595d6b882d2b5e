import type { Upstream } from "../../core/provider.ts";
import { noUsage, type Usage } from "../../core/usage.ts";
import { pricedAt } from "../../meter/bill.ts";
import { cachedBy, lifetimeMs } from "../../meter/cache-truth/index.ts";
import type { Prices } from "../../meter/purchase.ts";
import type { Session } from "./record.ts";

/** What conversations lose that go on elsewhere. */
type Loss = {
  readonly sessions: number;
  readonly tokens: number;
  readonly costMicros: number | null;
};

type Move = {
  /** The upstreams that nothing new goes to any more. */
  readonly leaving: readonly Upstream[];
  readonly to: Upstream;
  /** What a model is called there, or what stands in for it. */
  readonly modelThere: (model: string) => string;
  readonly prices: Pick<Prices, "costMicros">;
  readonly now: number;
};

type Known = Pick<Session, "last" | "lastAt">;

/**
 * What a switch costs the conversations whose prompts the old vendor still has in its cache: their next turn is paid as
 * fresh input there, or as written into the cache where that has a price, and not as read. Null = a price is not known.
 */
export const coldCache = (sessions: readonly Known[], { leaving, to, modelThere, prices, now }: Move): Loss => {
  let loss: Loss = { sessions: 0, tokens: 0, costMicros: 0 };
  for (const { last, lastAt } of sessions) {
    const from = leaving.find(({ name }) => name === last?.upstream);
    const usage = last?.usage ?? null;
    const tokens = cachedBy(usage);
    if (from === undefined || usage === null || tokens === 0 || now - lastAt > lifetimeMs(usage)) continue;
    const model = last?.model ?? null;
    const at = (upstream: Upstream, model: string | null, of: Partial<Usage>): number | null =>
      costOf({ upstream, model, tokens, of, prices, now });
    const written = usage.cacheWriteTokens === null ? {} : { cacheWriteTokens: tokens };
    const anew = at(to, model === null ? null : modelThere(model), written);
    const read = at(from, model, { cacheReadTokens: tokens });
    const more = anew === null || read === null || loss.costMicros === null ? null : loss.costMicros + anew - read;
    loss = { sessions: loss.sessions + 1, tokens: loss.tokens + tokens, costMicros: more };
  }
  return loss;
};

type Priced = {
  readonly upstream: Upstream;
  readonly model: string | null;
  readonly tokens: number;
  readonly of: Partial<Usage>;
  readonly prices: Pick<Prices, "costMicros">;
  readonly now: number;
};

const costOf = ({ upstream, model, tokens, of, prices, now }: Priced): number | null => {
  if (model === null) return null;
  const usage = { ...noUsage, inputTokens: tokens, outputTokens: 0, ...of };
  return prices.costMicros({
    provider: upstream.provider,
    model,
    usage,
    at: now,
    ...pricedAt(upstream, upstream.origin),
  });
};
