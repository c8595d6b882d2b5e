import type { Exchange } from "../core/exchange.ts";
import type { Bill } from "../core/usage.ts";
import { smallChat } from "./estimate.ts";
import type { Tokens } from "./tokens/index.ts";

/** What vendors report, heard after each request. */
export type Lessons = { readonly hear: (exchange: Exchange, bill: Bill) => void };

/** The first requests of a model teach the most; then one of so many is measured again. */
const firstRequests = 20;
const thenEvery = 10;

/** Models whose requests are counted; beyond, counting begins anew. */
const maxModels = 500;

/** Compares our estimate of an input with what its vendor reported, often enough that the next estimates are better. */
export const createLessons = (tokens: Pick<Tokens, "measureInput" | "learn">): Lessons => {
  const heard = new Map<string, number>();
  const isDue = (model: string): boolean => {
    if (heard.size >= maxModels) heard.clear();
    const before = heard.get(model) ?? 0;
    heard.set(model, before + 1);
    return before < firstRequests || before % thenEvery === 0;
  };
  return {
    hear: (exchange, { kind, usage }) => {
      const { model, saved } = exchange.notes;
      const isTold = kind === "reported" && usage.inputTokens !== null && model !== null;
      if (!isTold || saved.tokens !== 0 || !isDue(model)) return;
      const chat = smallChat(exchange);
      if (chat === null || chat.continues !== null) return; // most of that input is at the vendor
      tokens.learn(model, tokens.measureInput(chat, { model }).unlearned, usage.inputTokens);
    },
  };
};
