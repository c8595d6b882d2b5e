import type { DialectName } from "../../core/dialect-name.ts";
import { ProxyError } from "../../core/errors.ts";
import type { PriceCard } from "../../core/price.ts";
import { textOrNull } from "../../lib/json.ts";
import type { PriceBook } from "../../meter/prices/index.ts";
import { pricesOf } from "../prices.ts";
import type { Vendor } from "./billing.ts";
import type { Recording } from "./recording.ts";

/** Whose models a format's clients usually ask for, and one of them. */
const usual: Readonly<Record<DialectName, { readonly list: string; readonly model: string }>> = {
  anthropic: { list: "anthropic", model: "claude-sonnet-4-5" },
  "openai-chat": { list: "openai", model: "gpt-5" },
  "openai-responses": { list: "openai", model: "gpt-5" },
  gemini: { list: "google", model: "gemini-2.5-pro" },
  unified: { list: "openai", model: "gpt-5" },
};

/**
 * Who bills a recording: the model that was asked for, else its own, else a usual one. Throws `usage` where the one that
 * was asked for has no price.
 */
export const vendorFor = (book: PriceBook, recording: Recording, asked: string | null, at: number): Vendor => {
  const { list, model } = usual[recording.dialect];
  if (asked !== null) {
    const found = vendorCalled(book, asked, list, at);
    if (found !== null) return found;
    throw new ProxyError("usage", `${asked} has no price that is known here.`, {
      hint: "Try: proxy-cli prices list   (or give it one: proxy-cli prices set)",
    });
  }
  const own = textOrNull(recording.head["model"]);
  const vendor = (own === null ? null : vendorCalled(book, own, list, at)) ?? vendorCalled(book, model, list, at);
  if (vendor !== null) return vendor;
  throw new ProxyError("config_invalid", `${model} has no price any more.`, { hint: "Try: proxy-cli prices check" });
};

/** A model in the list of those who usually sell it, else in the first that has a price for it. */
const vendorCalled = (book: PriceBook, model: string, list: string, at: number): Vendor | null => {
  const priced = pricesOf(book, model, at).filter(({ card }) => card !== null);
  const { card, windowTokens } = priced.find((one) => one.list === list) ?? priced[0] ?? {};
  if (card === undefined || card === null) return null;
  return { model, card, caching: hasPaidWrites(card) ? "marked" : "automatic", windowTokens: windowTokens ?? null };
};

/** Who asks for more where a prompt is written into the cache wants to be told what to write. */
const hasPaidWrites = ({ rates: { input, cacheWrite } }: PriceCard): boolean =>
  cacheWrite !== null && cacheWrite > input;
