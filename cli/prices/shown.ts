import type { PriceCard, Rates } from "../../src/core/price.ts";
import type { Priced } from "../../src/offline/prices.ts";
import { unknown } from "../output/units.ts";

/** Dollars for a million tokens as people read them: `0.5`, `12.50`, `-` for a kind without a price of its own. */
export const dollars = (price: number | null | undefined): string => {
  if (price === null || price === undefined) return unknown;
  const text = String(Number(price.toPrecision(6)));
  return /\.\d$/.test(text) ? `${text}0` : text;
};

/** Who says what a model costs. */
export const sayer = ({ from, entry }: Priced): string => {
  if (from === null) return unknown;
  return { yours: `models.yaml (${entry})`, "built-in": "built in", table: "table" }[from];
};

/** A price as programs read it. */
export const priceJson = (priced: Priced): object => {
  const { list, model, card, from, entry, windowTokens, takesImages, source, date, note } = priced;
  return {
    provider: list,
    model,
    from,
    entry,
    ...(card === null ? { usd_per_million: null, above: [] } : cardJson(card)),
    usd_per_thousand_searches: card?.thousandSearches ?? null,
    service_tiers: card?.serviceTiers ?? {},
    window: windowTokens,
    vision: takesImages,
    source,
    date,
    note,
  };
};

/** What a card says, as programs read it. */
export const cardJson = ({ rates, above }: PriceCard): object => ({
  usd_per_million: ratesJson(rates),
  above: above.map((step) => ({ tokens: step.tokens, usd_per_million: ratesJson(step.rates) })),
});

const ratesJson = (rates: Rates): object => ({
  input: rates.input,
  cache_read: rates.cacheRead,
  cache_write: rates.cacheWrite,
  cache_write_1h: rates.cacheWrite1h,
  input_audio: rates.inputAudio,
  output: rates.output,
  output_audio: rates.outputAudio,
});
