import type { Exchange } from "../core/exchange.ts";
import { removedBy } from "../core/memory.ts";
import type { MiddlewareMaker } from "../core/middleware.ts";
import { dollarText } from "../lib/money.ts";

/** What the header is made with. */
export type SavedHeaderServices = {
  /** Whether it is also sent by the name that an older proxy gave it. */
  readonly saysItInOldWords: () => boolean;
};

/** Tells the client in a header what is known of its request when the answer begins: its session and what was saved. */
export const savedHeader: MiddlewareMaker<SavedHeaderServices> = {
  name: "saved-header",
  isOptional: true,
  create:
    ({ saysItInOldWords }) =>
    async (exchange, next) => {
      const answer = await next();
      if (exchange.dialect === null || exchange.upgrade !== null) return answer;
      const saved = savedWords(exchange);
      answer.headers.set("x-proxy-stats", [...sessionWords(exchange), ...saved].join(","));
      if (saysItInOldWords()) answer.headers.set("x-vidurai-stats", saved.join(","));
      return answer;
    },
};

const sessionWords = ({ notes: { session } }: Exchange): readonly string[] =>
  session === null ? [] : [`session=${session.id}`, ...(session.isUtility ? [] : [`turn=${session.turn}`])];

/**
 * What is known at the head: tokens by the quick estimate, and what is left of the conversation as a share of it. What that
 * is worth is known only with the bill.
 */
const savedWords = ({ notes: { saved, forwarded } }: Exchange): readonly string[] => {
  const removed = removedBy(forwarded);
  if (forwarded !== null && removed !== 0)
    return [`tokens_saved=${removed}`, `compression_ratio=${ratioOf(forwarded.tokens, removed)}`];
  return [
    `tokens_saved=${saved.tokens}`,
    ...(saved.costMicros === null ? [] : [`cost_saved=${dollarText(saved.costMicros)}`]),
    ...(saved.tokens === 0 ? ["compression_ratio=1"] : []),
  ];
};

const ratioOf = (tokens: number, removed: number): number =>
  tokens === 0 ? 1 : Math.round(((tokens - removed) / tokens) * 1000) / 1000;
