import { z } from "zod";
import type { ModelEntry, PriceCard, Rates } from "../../core/price.ts";
import { once } from "../../lib/once.ts";

const amount = "must be a number from 0 to 1000000";
const dollars = once(() => z.number({ error: amount }).min(0, { error: amount }).max(1e6, { error: amount }));
const count = once(() => z.number().int({ error: "must be a whole number" }).min(1, { error: "must be 1 or more" }));

const price = (description: string) => dollars().optional().meta({ description });

const rateFields = once(() => ({
  input: price("For a million tokens of the prompt."),
  cache_read: price("For those read from the vendor's cache; else as input."),
  cache_write: price("For those written into it; else as input."),
  cache_write_1h: price("For those written for an hour; else as cache_write."),
  input_audio: price("For sound in the prompt; else as input."),
  output: price("For a million tokens of the answer, its thinking included."),
  output_audio: price("For sound in the answer; else as output."),
}));

/** The fields of a model in models.yaml; made when they are first needed, as most people have no such file. */
export const modelFields = once(() =>
  z.strictObject({
    ...rateFields(),
    thousand_searches: dollars()
      .optional()
      .meta({ description: "For a thousand searches of the web; else a cost with searches is unknown." }),
    above: z
      .array(z.strictObject({ tokens: count(), ...rateFields() }))
      .optional()
      .meta({ description: "Other prices for prompts of more than so many tokens; what is not named stays." }),
    service_tiers: z
      .record(z.string(), dollars())
      .optional()
      .meta({ description: "What other terms of the vendor cost, as a factor: { flex: 0.5 }." }),
    currency: z.string().optional().meta({ description: "What the prices are in; USD where nothing is said." }),
    per_dollar: z
      .number()
      .positive({ error: "must be more than 0" })
      .optional()
      .meta({ description: "How much of that currency a dollar is." }),
    unknown: z.string().optional().meta({ description: "Why nobody can say what it costs; then no table is asked." }),
    window: count().optional().meta({ description: "How many tokens fit into it." }),
    max_output: count().optional().meta({ description: "How many tokens an answer can have." }),
    vision: z.boolean().optional().meta({ description: "Whether it takes images." }),
    source: z.string().optional().meta({ description: "Where that was found." }),
    date: z
      .string()
      .regex(/^\d{4}-\d{2}-\d{2}$/, { error: "must be a day such as 2026-11-21" })
      .optional()
      .meta({ description: "When it was true." }),
    note: z.string().optional().meta({ description: "What one should know of it." }),
  }),
);

/** What a models.yaml says of one model. */
export type ModelFields = z.infer<ReturnType<typeof modelFields>>;

/** What two of a model's fields that are right each by itself say against each other; null where nothing does. */
export const contradictionIn = (fields: ModelFields): { readonly field: string; readonly why: string } | null => {
  const { input, unknown, currency = "USD", per_dollar: perDollar, above = [] } = fields;
  const rates = Object.keys(rateFields()).filter((name) => name in fields);
  if (unknown !== undefined && rates.length > 0)
    return { field: "unknown", why: `says that nobody knows, but there is ${rates[0]}` };
  if (input === undefined && (rates.length > 0 || above.length > 0)) return { field: "input", why: "missing" };
  if (currency !== "USD" && perDollar === undefined)
    return { field: "per_dollar", why: `missing: how much ${currency} a dollar is` };
  if (currency === "USD" && perDollar !== undefined)
    return { field: "per_dollar", why: "only for prices in another currency" };
  const isUnordered = above.some(({ tokens }, index) => tokens <= (above[index - 1]?.tokens ?? 0));
  return isUnordered ? { field: "above", why: "must go from the smallest number of tokens to the largest" } : null;
};

/** The same as an entry of a price list, in dollars. */
export const entryOf = (list: string, pattern: string, fields: ModelFields): ModelEntry => ({
  list,
  pattern,
  price: fields.unknown === undefined ? cardOf(fields) : "unknown",
  serviceTiers: fields.service_tiers ?? null,
  thousandSearches: searchesOf(fields),
  windowTokens: fields.window ?? null,
  maxOutputTokens: fields.max_output ?? null,
  takesImages: fields.vision ?? null,
  source: fields.source ?? null,
  date: fields.date ?? null,
  note: noteOf(fields),
});

const noteOf = ({ note, unknown, currency, per_dollar: perDollar }: ModelFields): string | null => {
  const converted = perDollar === undefined ? [] : [`converted from ${currency}, ${perDollar} to a dollar`];
  const parts = [unknown, note, ...converted].filter((part) => part !== undefined);
  return parts.length === 0 ? null : parts.join("; ");
};

const cardOf = (fields: ModelFields): PriceCard | null => {
  if (fields.input === undefined) return null;
  const perDollar = fields.per_dollar ?? 1;
  return {
    rates: ratesOf(fields, perDollar),
    above: (fields.above ?? []).map((tier) => ({
      tokens: tier.tokens,
      rates: ratesOf({ ...fields, ...tier }, perDollar),
    })),
    thousandSearches: searchesOf(fields),
    serviceTiers: {},
  };
};

const searchesOf = ({ thousand_searches: searches, per_dollar: perDollar = 1 }: ModelFields): number | null =>
  searches === undefined ? null : searches / perDollar;

const ratesOf = (fields: Pick<ModelFields, keyof ReturnType<typeof rateFields>>, perDollar: number): Rates => {
  const dollarsOf = (price: number | undefined): number | null => (price === undefined ? null : price / perDollar);
  return {
    input: dollarsOf(fields.input) ?? 0,
    cacheRead: dollarsOf(fields.cache_read),
    cacheWrite: dollarsOf(fields.cache_write),
    cacheWrite1h: dollarsOf(fields.cache_write_1h),
    inputAudio: dollarsOf(fields.input_audio),
    output: dollarsOf(fields.output) ?? 0,
    outputAudio: dollarsOf(fields.output_audio),
  };
};

/** The JSON schema of models.yaml, for editors that complete and check while one types. */
export const modelsJsonSchema = (): object =>
  z.toJSONSchema(z.record(z.string(), z.record(z.string(), modelFields())).meta({ title: "proxy-cli models.yaml" }), {
    io: "input",
  });
