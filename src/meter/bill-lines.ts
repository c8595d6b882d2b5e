import { type CostPart, unpricedParts } from "../core/price.ts";
import type { CostLine } from "../core/request-detail.ts";
import type { Bill } from "../core/usage.ts";
import { type Bought, purchaseOf } from "./bill.ts";
import type { Prices } from "./purchase.ts";

/** An exchange, or what is still known of it, with its bill; null = it has none. */
export type Billed = Bought & { readonly notes: { readonly bill: Bill | null } };

/** The lines of a bill; without money where its parts do not come to its sum, as prices may have changed since. */
export const linesOf = (billed: Billed, prices: Pick<Prices, "parts">): readonly CostLine[] => {
  const { bill, reported } = billed.notes;
  if (bill === null || bill.kind === "none") return [];
  const isOne = (reported?.answers.length ?? 0) < 2; // several answers each have prices of their own
  const purchase = isOne ? purchaseOf(billed, bill.usage, reported) : null;
  const parts = purchase === null ? null : prices.parts(purchase);
  if (parts !== null && sumOf(parts) === bill.costMicros) return parts;
  return unpricedParts(bill.usage).map((part) => ({ ...part, micros: null }));
};

const sumOf = (parts: readonly CostPart[]): number => parts.reduce((sum, { micros }) => sum + micros, 0);
