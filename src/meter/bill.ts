import type { Reported, ToldAnswer } from "../core/answer.ts";
import type { FailureCode } from "../core/errors.ts";
import type { Exchange } from "../core/exchange.ts";
import type { Outcome } from "../core/outcome.ts";
import type { Upstream } from "../core/provider.ts";
import { type Bill, type CostKind, nothingBilled, noUsage, type Usage } from "../core/usage.ts";
import type { Prices, Purchase } from "./purchase.ts";

/** What a bill is made with. */
export type Billing = {
  readonly prices: Prices;
  /** Estimates the tokens of what the client sent; null where there is nothing to go by. */
  readonly inputTokens: () => number | null;
};

/** What an exchange took and cost, once it has ended. The rules of `CostKind`, in their order. */
export const billOf = (exchange: Exchange, outcome: Outcome, { prices, inputTokens }: Billing): Bill => {
  const { reported } = exchange.notes;
  if (isFree(exchange, outcome)) return nothingBilled;
  if (reported === null || hasToldNothing(reported, outcome)) return nobodyKnows(noUsage);
  if (hasOnlyFailed(reported)) return nothingBilled;
  const { usage, kind } = filledUp(reported, outcome, inputTokens);
  const { answers } = reported;
  const parts: readonly ToldAnswer[] = answers.length > 1 ? answers : [{ ...reported, usage }];
  const costMicros = sumOf(exchange, parts, prices);
  if (costMicros === null) return nobodyKnows(usage);
  const isGuess = hasLostCounts(reported) || parts.some((part) => guessesReads(exchange, part, prices));
  return { usage, kind: isGuess ? "estimated" : kind, costMicros };
};

/** What answers cost, each for itself, as those on a WebSocket are; null where nobody knows of one of them. */
export const sumOf = (exchange: Exchange, answers: readonly ToldAnswer[], prices: Prices): number | null => {
  let sum = 0;
  for (const { usage, ...answer } of answers) {
    const costMicros = costOf(exchange, usage ?? noUsage, prices, answer);
    if (costMicros === null) return null;
    sum += costMicros;
  }
  return sum;
};

/** Whether a count of the cache could not be meant and was dropped: then all of the input is billed in full. */
const hasLostCounts = ({ usage, anomalies }: Reported): boolean => anomalies > 0 && usage?.cacheReadTokens === null;

const guessesReads = (exchange: Exchange, { usage, ...answer }: ToldAnswer, prices: Prices): boolean => {
  const purchase = purchaseOf(exchange, usage ?? noUsage, answer);
  return purchase !== null && prices.guessesReads(purchase);
};

/** What an exchange costs with this usage, in micro-dollars; null = nobody knows. */
export const costOf = (
  exchange: Bought,
  usage: Usage,
  prices: Prices,
  reported: Told | null = exchange.notes.reported,
): number | null => {
  const purchase = purchaseOf(exchange, usage, reported);
  const costMicros = purchase === null ? null : prices.costMicros(purchase);
  return costMicros === null || !isMoney(costMicros) ? null : costMicros;
};

type Told = Pick<ToldAnswer, "model" | "serviceTier">;

/** All of an exchange that its price goes by. */
export type Bought = Pick<Exchange, "startedAt" | "plan"> & {
  readonly notes: Pick<Exchange["notes"], "provider" | "model" | "upstream" | "reported">;
};

/** What was bought; null where nobody knows of whom, or which model. */
export const purchaseOf = (exchange: Bought, usage: Usage, reported: Told | null): Purchase | null => {
  const { provider, model } = exchange.notes;
  const answering = reported?.model ?? targetOf(exchange)?.model ?? model;
  if (provider === null || answering === null) return null;
  const serviceTier = reported?.serviceTier ?? null;
  return { provider, model: answering, usage, at: exchange.startedAt, ...placeOf(exchange), serviceTier };
};

const targetOf = ({ plan, notes }: Pick<Bought, "plan"> & { readonly notes: Pick<Bought["notes"], "upstream"> }) =>
  plan.targets.find(({ upstream }) => upstream.name === notes.upstream) ?? null;

const placeOf = ({ plan, notes }: Bought): Place => {
  const target = targetOf({ plan, notes });
  return target === null ? {} : pricedAt(target.upstream, target.endpoint.origin);
};

type Place = Pick<Purchase, "host" | "isOwnUpstream" | "pricesOf">;

/** Whose prices count at an upstream's address. */
export const pricedAt = ({ isShipped, pricesOf }: Pick<Upstream, "isShipped" | "pricesOf">, origin: string): Place => ({
  host: new URL(origin).hostname,
  isOwnUpstream: !isShipped,
  pricesOf,
});

const nobodyKnows = (usage: Usage): Bill => ({ usage, kind: "unknown", costMicros: null });

/** A sum with one odd number in it would be odd for ever. */
const isMoney = (micros: number): boolean => Number.isSafeInteger(micros) && micros >= 0;

/** Never sent, no call of a model, refused by the vendor, or failed before the vendor could begin. */
const isFree = ({ notes, dialect, path, request }: Exchange, { code, status, error }: Outcome): boolean => {
  if (notes.attempts === 0) return true;
  if (error !== null && mayHaveWorked.has(error)) return false;
  if ((status ?? 0) >= 400 || /[RC]$/.test(code)) return true;
  if (dialect !== null || status === switchingProtocols) return false;
  return request.method !== "POST" || (notes.reported === null && !billedPath.test(path)); // a list costs nothing to read
};

/** Errors of ours behind which the vendor may have done the work all the same: it has had the request. */
const mayHaveWorked: ReadonlySet<FailureCode> = new Set([
  "upstream_timeout",
  "upstream_closed",
  "upstream_protocol",
  "upstream_headers_too_large",
  "proxy_shutdown",
  "request_cancelled",
  "internal",
]);

const switchingProtocols = 101;

/** What vendors charge for beside chats. */
const billedPath = new RegExp(
  [
    /\/(embeddings|completions|complete|responses|responses\/compact|ocr|rerank|interactions)$/,
    /\/(images|audio|videos)\/[^/]+$|\/videos(\/[^/]+\/remix)?$|\/threads(\/[^/]+)?\/runs$|\/conversations(\/[^/]+)?$/,
    /:(batch)?[eE]mbedContents?$|:predict(LongRunning)?$|:generateAnswer$/,
  ]
    .map(({ source }) => source)
    .join("|"),
);

/** A whole answer without a word in it is none yet (it works in the background), or is read by nobody here. */
const hasToldNothing = ({ usage, stop, error, deliveredTokens }: Reported, { code }: Outcome): boolean =>
  code === "--" && usage === null && stop === null && error === null && deliveredTokens === 0;

/** An error came first and nothing after it: vendors do not charge for that. */
const hasOnlyFailed = ({ error, usage, deliveredTokens }: Reported): boolean =>
  error !== null && usage === null && deliveredTokens === 0;

/** The vendor's counts; what it never came to tell is estimated. */
const filledUp = (
  reported: Reported,
  { code, status }: Outcome,
  estimatedInput: () => number | null,
): { readonly usage: Usage; readonly kind: CostKind } => {
  const said = reported.usage ?? noUsage;
  const isWhole = code === "--" && status !== switchingProtocols; // a WebSocket may end inside an answer, properly
  const isFinal = said.outputTokens !== null && (isWhole || reported.stop !== null);
  if (isFinal && said.inputTokens !== null) return { usage: said, kind: "reported" };
  // A first event may report one token of output, long before the rest is written.
  const outputTokens = isFinal ? said.outputTokens : Math.max(said.outputTokens ?? 0, reported.deliveredTokens);
  return { usage: { ...said, inputTokens: inputOf(said, estimatedInput), outputTokens }, kind: "estimated" };
};

/** Where the whole is ours and its parts are the vendor's, it is no less than they are. */
const inputOf = (said: Usage, estimate: () => number | null): number | null => {
  if (said.inputTokens !== null) return said.inputTokens;
  const cached = (said.cacheReadTokens ?? 0) + (said.cacheWriteTokens ?? 0);
  const estimated = estimate();
  return estimated === null && cached === 0 ? null : Math.max(estimated ?? 0, cached);
};
