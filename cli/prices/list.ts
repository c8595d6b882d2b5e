import type { Context } from "../command.ts";
import type { Flags } from "../flags.ts";
import { type Column, tableLines } from "../output/table.ts";
import { counted } from "../output/units.ts";
import { listNamed } from "./list-named.ts";
import { dollars, priceJson, sayer } from "./shown.ts";

const columns: readonly Column[] = [
  { title: "MODEL", flexible: true },
  { title: "PROVIDER" },
  { title: "INPUT", right: true },
  { title: "CACHED", right: true },
  { title: "WRITTEN", right: true, givesWay: 1 },
  { title: "OUTPUT", right: true },
  { title: "SAID BY", givesWay: 2 },
];

/** Every model with a price, or those whose names have these letters in them. */
export const listPrices = async (context: Context, part: string | null, flags: Flags): Promise<void> => {
  const { allPrices, pricesHere, table } = await import("../../src/offline/prices.ts");
  const { paths, json, data, print, paint, now } = context;
  const list = await listNamed(flags.text("provider"), "prices list");
  const wanted = (part ?? "").toLowerCase();
  const prices = allPrices(pricesHere(paths), now()).filter(
    (one) => (list === null || one.list === list) && one.model.toLowerCase().includes(wanted),
  );
  if (json) return data({ table, prices: prices.map(priceJson) });
  print(paint("muted", `dollars for a million tokens; table: ${table.name} ${table.version} of ${table.date}`));
  if (prices.length === 0) return print("no model of that name");
  const rows = prices.map((priced) => {
    const { list, model, card } = priced;
    const rates = card?.rates;
    const written = rates?.cacheWrite ?? null;
    const prices = [rates?.input, rates?.cacheRead, written, rates?.output].map(dollars);
    return [model, list, ...prices, sayer(priced)];
  });
  for (const line of tableLines({ columns, rows, width: context.columns })) print(line);
  print(paint("muted", `${counted(prices.length, "model")}; more of one: proxy-cli prices show MODEL`));
};
