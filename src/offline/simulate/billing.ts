import { costOf, type PriceCard } from "../../core/price.ts";
import { noUsage, type Usage } from "../../core/usage.ts";
import { beginningsOf } from "../../simulator/billing/cache/beginnings.ts";
import { minMarkedTokens } from "../../simulator/billing/cache/marked.ts";
import type { PromptBlock } from "./blocks.ts";

/**
 * How a vendor keeps prompts. `marked`: as far as the client marks them, and what is written costs more; it is taken
 * that the client marks the end of its last message. `automatic`: from 1,024 tokens on in steps of 128.
 */
export type Caching = "marked" | "automatic";

/** Who bills. */
export type Vendor = {
  readonly model: string;
  readonly card: PriceCard;
  readonly caching: Caching;
  readonly windowTokens: number | null;
};

/** A bill for one request. */
export type RequestBill = { readonly usage: Usage; readonly costMicros: number };

/** Bills the requests of one conversation, each from all that it has seen before. */
export type Billing = (blocks: readonly PromptBlock[], outputTokens: number) => RequestBill;

const leastAutomatic = 1024;
const stepTokens = 128;

/** A vendor that has seen nothing yet. It reads the longest beginning that it knows, and knows every one that it reads. */
export const createBilling = ({ model, card, caching }: Vendor): Billing => {
  const known = new Set<string>();
  const leastTokens = caching === "marked" ? minMarkedTokens(model) : leastAutomatic;
  return (blocks, outputTokens) => {
    const beginnings = beginningsOf(blocks, model);
    const inputTokens = beginnings.at(-1)?.tokens ?? 0;
    const found = beginnings.findLast(({ key, tokens }) => tokens >= leastTokens && known.has(key))?.tokens ?? 0;
    for (const { key } of beginnings) known.add(key);
    const cacheReadTokens = caching === "marked" ? found : Math.floor(found / stepTokens) * stepTokens;
    const isWritten = caching === "marked" && inputTokens >= leastTokens;
    const cacheWriteTokens = isWritten ? inputTokens - cacheReadTokens : 0;
    const usage = { ...noUsage, inputTokens, cacheReadTokens, cacheWriteTokens, outputTokens };
    return { usage, costMicros: costOf(card, usage) ?? 0 };
  };
};
