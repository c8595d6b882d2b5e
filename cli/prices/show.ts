import { ProxyError } from "../../src/core/errors.ts";
import type { Rates } from "../../src/core/price.ts";
import { nearest } from "../../src/lib/nearest.ts";
import type { Priced } from "../../src/offline/prices.ts";
import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import { tableLines } from "../output/table.ts";
import { exactly, unknown } from "../output/units.ts";
import { visible } from "../output/visible.ts";
import { listNamed, modelNeeded } from "./list-named.ts";
import { dollars, priceJson, sayer } from "./shown.ts";

/** Everything that is known of what one model costs, at each provider that has it. */
export const showPrice = async (context: Context, asked: string | null, flags: Flags): Promise<void> => {
  const model = modelNeeded(asked, "prices show");
  const { pricesHere, pricesOf } = await import("../../src/offline/prices.ts");
  const { paths, json, data, print, now } = context;
  const list = await listNamed(flags.text("provider"), `prices show ${model}`);
  const book = pricesHere(paths);
  const prices = pricesOf(book, model, now()).filter((one) => list === null || one.list === list);
  if (prices.every(({ card, entry }) => card === null && (entry === null || entry === "*")))
    throw unknownModel(
      model,
      book.known().map((one) => one.model),
    );
  const meant = prices.filter(({ card, note }) => card !== null || note !== null);
  if (json) return data({ model, prices: meant.map(priceJson) });
  for (const [index, priced] of meant.entries()) {
    if (index > 0) print("");
    for (const line of lines(priced)) print(line);
  }
};

const unknownModel = (model: string, known: readonly string[]): ProxyError => {
  const close = nearest(model, known);
  return new ProxyError("usage", `Nobody here knows what "${model}" costs: its requests have no cost, and never 0.`, {
    hint: `Try: proxy-cli prices ${close === null ? `set ${model} --provider NAME --input 1 --output 2` : `show ${close}`}`,
  });
};

const lines = (priced: Priced): readonly string[] => {
  const { list, model, card, windowTokens, takesImages, source, date, note } = priced;
  const rows: (readonly [string, string])[] = [["model", visible(model)]];
  rows.push(["provider", list], ["said by", [sayer(priced), source, date].filter((part) => part !== null).join(", ")]);
  if (note !== null) rows.push(["note", visible(note)]);
  if (card === null) rows.push(["price", "unknown"]);
  else {
    rows.push(["per million", ratesLine(card.rates)]);
    for (const { tokens, rates } of card.above) rows.push([`above ${exactly(tokens)}`, ratesLine(rates)]);
    const searches = card.thousandSearches;
    rows.push(["web searches", searches === null ? "not included" : `$${dollars(searches)} for a thousand`]);
    const tiers = Object.entries(card.serviceTiers).map(([name, factor]) => `${name} x${factor}`);
    rows.push(["other terms", tiers.length === 0 ? "unknown" : `${tiers.join(", ")}; any other: unknown`]);
  }
  rows.push(["window", windowTokens === null ? unknown : `${exactly(windowTokens)} tokens`]);
  if (takesImages !== null) rows.push(["images", takesImages ? "yes" : "no"]);
  return tableLines({ columns: [{ title: "" }, { title: "" }], rows, width: Number.POSITIVE_INFINITY }).slice(1);
};

const ratesLine = (rates: Rates): string => {
  const named: readonly (readonly [string, number | null])[] = [
    ["input", rates.input],
    ["cache read", rates.cacheRead],
    ["cache write", rates.cacheWrite],
    ["for an hour", rates.cacheWrite1h],
    ["sound in", rates.inputAudio],
    ["output", rates.output],
    ["sound out", rates.outputAudio],
  ];
  return named.flatMap(([name, price]) => (price === null ? [] : [`${name} $${dollars(price)}`])).join(", ");
};
