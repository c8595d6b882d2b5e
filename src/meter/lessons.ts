import type { Exchange } from "../core/exchange.ts";
import { removedBy } from "../core/memory.ts";
import { modelThere } from "../core/routed.ts";
import type { Bill } from "../core/usage.ts";
import { type KnownInput, smallChat } from "./estimate.ts";
import type { Tokens } from "./tokens/index.ts";

/** What vendors report, heard after each request. */
export type Lessons = { readonly hear: (exchange: Exchange, bill: Bill, known?: KnownInput | null) => void };

/** The first requests of a model teach the most; then one of so many is measured again. */
const firstRequests = 20;
const thenEvery = 10;

/** Models whose requests are counted; beyond, counting begins anew. */
const maxModels = 500;

/** Compares our estimate of an input with what its vendor reported, often enough that the next estimates are better. */
export const createLessons = (tokens: Pick<Tokens, "measureInput" | "weighInput" | "learn">): Lessons => {
  const heard = new Map<string, number>();
  const isDue = (model: string): boolean => {
    if (heard.size >= maxModels) heard.clear();
    const before = heard.get(model) ?? 0;
    heard.set(model, before + 1);
    return before < firstRequests || before % thenEvery === 0;
  };
  // Of what continues most of the input is at the vendor.
  const measured = (exchange: Exchange, model: string): number | null => {
    const chat = smallChat(exchange);
    return chat === null || chat.continues !== null ? null : tokens.measureInput(chat, { model }).unlearned;
  };
  const weighed = ({ size, isContinued }: KnownInput, model: string): number | null =>
    isContinued ? null : tokens.weighInput(size, { model }).unlearned;
  return {
    hear: (exchange, { kind, usage }, known = null) => {
      const model = modelThere(exchange);
      const isTold = kind === "reported" && usage.inputTokens !== null && model !== null;
      if (!isTold || removedBy(exchange.notes.forwarded) !== 0 || !isDue(model)) return;
      const unlearned = known === null ? measured(exchange, model) : weighed(known, model);
      if (unlearned !== null) tokens.learn(model, unlearned, usage.inputTokens);
    },
  };
};
