import type { Bill } from "../conversation.ts";

/** What a million tokens cost, in dollars: which is what one token costs in micro-dollars. */
export type Price = {
  readonly input: number;
  readonly cached: number;
  readonly written5m: number;
  readonly written1h: number;
  readonly output: number;
};

/** Beyond this many input tokens all of a request costs more. */
type Tier = { readonly above: number; readonly price: Price };

/** A model's price, and what its long prompts cost. */
export type ListPrice = Price & { readonly long: Tier | null };

const price = (input: number, cached: number, output: number): Price => ({
  input,
  cached,
  written5m: input,
  written1h: input,
  output,
});

/** A vendor that bills what is written into its cache: 1.25 times the input, for an hour twice. */
const marked = (input: number, output: number): ListPrice => ({
  ...price(input, input / 10, output),
  written5m: input * 1.25,
  written1h: input * 2,
  long: null,
});

const flat = (input: number, cached: number, output: number): ListPrice => ({
  ...price(input, cached, output),
  long: null,
});

const google = (input: number, cached: number, output: number, long: Price): ListPrice => ({
  ...price(input, cached, output),
  long: { above: 200_000, price: long },
});

/** What the simulator's models cost: as the models whose names they bear. A model that is not here has no price. */
export const priceList: Readonly<Record<string, ListPrice>> = {
  "claude-opus-4-6": marked(5, 25),
  "claude-sonnet-4-6": marked(3, 15),
  "claude-haiku-4-5": marked(1, 5),
  "gpt-5.4": flat(2.5, 0.25, 15),
  "gpt-5-codex": flat(1.25, 0.125, 10),
  "gpt-4o": flat(2.5, 1.25, 10),
  "gpt-4o-mini": flat(0.15, 0.075, 0.6),
  "text-embedding-3-small": flat(0.02, 0.02, 0),
  "text-embedding-3-large": flat(0.13, 0.13, 0),
  "gemini-3-pro-preview": google(2, 0.2, 12, price(4, 0.4, 18)),
  "gemini-2.5-pro": google(1.25, 0.125, 10, price(2.5, 0.25, 15)),
  "gemini-2.5-flash": flat(0.3, 0.03, 2.5),
  "mistral-large-latest": flat(0.5, 0.05, 1.5),
  "mistral-small-latest": flat(0.1, 0.01, 0.3),
  "magistral-medium-latest": flat(2, 0.2, 5),
  "codestral-latest": flat(0.3, 0.03, 0.9),
  "glm-4.6": flat(0.6, 0.11, 2.2),
  "glm-4.6v": flat(0.3, 0.05, 0.9),
};

/** What one exchange costs in whole micro-dollars, rounded once, half up; null where the model has no price. */
export const costMicrosOf = (model: string, bill: Bill): number | null => {
  const listed = Object.hasOwn(priceList, model) ? priceList[model] : undefined;
  if (listed === undefined) return null;
  const { long } = listed;
  const at = long !== null && bill.inputTokens > long.above ? long.price : listed;
  const { cachedTokens, cacheWrittenTokens, cacheWritten1hTokens } = bill;
  const fresh = bill.inputTokens - cachedTokens - cacheWrittenTokens;
  const exact =
    fresh * at.input +
    cachedTokens * at.cached +
    (cacheWrittenTokens - cacheWritten1hTokens) * at.written5m +
    cacheWritten1hTokens * at.written1h +
    bill.outputTokens * at.output;
  return Math.floor(Number(exact.toFixed(6)) + 0.5); // the sum of decimals, without what binary fractions add to it
};
