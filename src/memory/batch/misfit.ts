import type { Decision, Entry } from "../../core/memory.ts";
import type { PlacedPiece } from "../transcript/transcript.ts";
import { receiptOf } from "./account.ts";

type Changed = { readonly piece: Pick<PlacedPiece, "entry">; readonly decision: Decision };

/**
 * How many answers of the model have a thought that was sealed over something which a batch has changed since: a vendor
 * that binds thoughts refuses them, in each later request too.
 */
export const misfitThoughts = (entries: readonly Pick<Entry, "isBound">[], changed: readonly Changed[]): number => {
  const batches = changed.flatMap(({ piece, decision }) => {
    const receipt = receiptOf(decision);
    return receipt === null ? [] : [{ from: piece.entry, until: receipt.at }];
  });
  if (batches.length === 0) return 0;
  return entries.filter(({ isBound }, at) => isBound && batches.some(({ from, until }) => at > from && at < until))
    .length;
};
