import type { Step } from "../step.ts";
import { eachBlock } from "./blocks.ts";
import { takenBy } from "./taken.ts";

/** Ids of calls in the shape that the destination takes: made of the old ones alone, so that they are the same in each turn. */
export const callIdsTaken: Step = (chat, destination) => {
  const { callIds } = takenBy(destination);
  const fitted = (id: string | null): string | null => (id === null ? id : callIdFor(id, callIds));
  const kept = eachBlock(chat, (block) => {
    if (block.type === "tool-call") return [block.id === fitted(block.id) ? block : { ...block, id: fitted(block.id) }];
    if (block.type !== "tool-result" || block.callId === fitted(block.callId)) return [block];
    return [{ ...block, callId: fitted(block.callId) }];
  });
  return { chat: kept, losses: [] };
};

/** An id in this shape: the same one where it is in it, else letters and digits that are made of it alone. */
export const callIdFor = (
  id: string,
  { shape, length }: { readonly shape: RegExp; readonly length: number },
): string => (shape.test(id) ? id : madeOf(id, length));

/** Letters and digits, for any text the same ones. */
const madeOf = (id: string, length: number): string =>
  BigInt(`0x${new Bun.CryptoHasher("sha256").update(id).digest("hex")}`)
    .toString(36)
    .slice(-length);
