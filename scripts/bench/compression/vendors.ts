import { builtInModels } from "../../../src/config/models/load.ts";
import { createPrices } from "../../../src/meter/prices/index.ts";
import type { Caching, Vendor } from "../../../src/offline/simulate/billing.ts";
import { providers } from "../../../src/providers/index.ts";

const book = createPrices({ providers, builtIn: builtInModels });

/** A vendor as the price list knows it. */
export const vendorOf = (list: string, model: string, caching: Caching): Vendor => {
  const { card, windowTokens } = book.of(list, model, Date.now());
  if (card === null) throw new Error(`${model} has no price.`);
  return { model, card, caching, windowTokens };
};

/** Who bills: one that has what is written paid for, two that do not, with cheap and with dear reads. */
export const vendors: readonly Vendor[] = [
  vendorOf("anthropic", "claude-sonnet-4-5", "marked"),
  vendorOf("openai", "gpt-5", "automatic"),
  vendorOf("openai", "gpt-4o", "automatic"),
];

/** Those that keep no short prompt at all: 2,048 and 4,096 tokens are their least. */
export const shortVendors: readonly Vendor[] = [
  vendorOf("anthropic", "claude-sonnet-4-6", "marked"),
  vendorOf("anthropic", "claude-opus-4-5", "marked"),
];
