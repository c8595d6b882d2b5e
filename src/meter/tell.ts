import type { Tell, Told } from "../core/answer.ts";
import type { Exchange } from "../core/exchange.ts";
import type { CostWord } from "../core/price.ts";
import type { Usage } from "../core/usage.ts";
import { purchaseOf } from "./bill.ts";
import type { Prices } from "./purchase.ts";

/** What the answer to an exchange tells of itself: whose it is, what it cost and how long it took. */
export const tellOf =
  (exchange: Exchange, prices: Pick<Prices, "parts">, tick: () => number): Tell =>
  (answer) => {
    const { notes, startedTick } = exchange;
    const read = notes.soFar?.() ?? notes.reported; // in the vendor's own words, where they have been read by now
    const bought = { model: read?.model ?? answer.model, serviceTier: read?.serviceTier ?? answer.serviceTier };
    return {
      provider: notes.provider,
      cost: answer.usage === null ? null : costOf(exchange, answer.usage, bought, prices),
      latencyMs: Math.round(tick() - startedTick),
    };
  };

type Bought = Parameters<typeof purchaseOf>[2];

/** Null where a count is missing or nobody knows the price. What is paid for neither side stands in the total alone. */
const costOf = (exchange: Exchange, usage: Usage, bought: Bought, prices: Pick<Prices, "parts">): Told["cost"] => {
  const purchase = purchaseOf(exchange, usage, bought);
  const parts = purchase === null ? null : prices.parts(purchase);
  if (parts === null) return null;
  const sumOf = (words: readonly CostWord[] | null): number =>
    parts.reduce((sum, { what, micros }) => (words?.includes(what) === false ? sum : sum + micros), 0);
  return { totalMicros: sumOf(null), inputMicros: sumOf(inputWords), outputMicros: sumOf(outputWords) };
};

const inputWords: readonly CostWord[] = ["input", "cache read", "cache write", "cache write 1h", "audio input"];
const outputWords: readonly CostWord[] = ["output", "audio output"];
