import type { Disagreement } from "../../src/offline/prices.ts";
import type { Context } from "../command.ts";
import { orNull } from "../daemon/answering.ts";
import { counted } from "../output/units.ts";
import { visible } from "../output/visible.ts";
import { cardJson, dollars, priceJson } from "./shown.ts";

const dayMs = 86_400_000;

/** How far back models in the ledger are looked at. */
const lookBackDays = 30;

/** When prices of a table are old enough to look them up again. */
const oldDays = 90;

/** How old the prices are, which requests have no cost, and where the files say something else than the table. */
export const checkPrices = async (context: Context, model: string | null): Promise<void> => {
  const { allPrices, disagreements, pricesHere, pricesOf, table } = await import("../../src/offline/prices.ts");
  const { paths, json, data, print, paint, now } = context;
  const book = pricesHere(paths);
  const prices = model === null ? allPrices(book, now()) : pricesOf(book, model, now());
  const differing = disagreements(prices, book, now());
  const unpriced = (await withoutCost(context)).filter(({ name }) => model === null || name === model);
  const ageDays = Math.max(0, Math.floor((now() - Date.parse(table.date)) / dayMs));
  if (json)
    return data({
      table: { ...table, age_days: ageDays },
      unknown_costs: unpriced.map(({ name, unknownCost }) => ({ model: name, requests: unknownCost })),
      disagreements: differing.map((one) => ({ ...priceJson(one.priced), table: cardJson(one.table) })),
    });
  print(`table: ${table.name} ${table.version} of ${table.date}, ${counted(ageDays, "day")} old`);
  if (ageDays > oldDays)
    print(paint("warning", "older than three months: a newer version of proxy-cli has newer prices"));
  if (model !== null && prices.every(({ card }) => card === null))
    print(`nobody here knows what ${visible(model)} costs`);
  if (unpriced.length === 0) print(`no request of the last ${lookBackDays} days is without a known cost`);
  for (const { name, unknownCost } of unpriced)
    print(
      `${visible(name)}: ${counted(unknownCost, "request")} without a known cost   proxy-cli prices show ${visible(name)}`,
    );
  if (unpriced.length > 0)
    print(
      paint(
        "muted",
        "at a server of your own a model costs what models.yaml says: proxy-cli prices set MODEL --provider TYPE",
      ),
    );
  if (differing.length > 0) print("said otherwise in models.yaml, yours or built in, than in the table:");
  for (const one of differing) print(`  ${disagreementLine(one)}`);
};

/** Models with requests whose cost nobody knows. */
const withoutCost = async ({ client, paths, now }: Context) => {
  const question = { since: now() - lookBackDays * dayMs, by: "model" } as const;
  const stats =
    (await orNull(client.stats(question))) ??
    (await (await import("../../src/offline/without-daemon.ts")).statsWithoutDaemon(paths, question));
  return stats.groups.filter(({ unknownCost }) => unknownCost > 0);
};

const disagreementLine = ({ priced: { list, model, card, date, note }, table }: Disagreement): string => {
  const ours = card === null ? "unknown" : `${dollars(card.rates.input)} in, ${dollars(card.rates.output)} out`;
  const theirs = `${dollars(table.rates.input)} in, ${dollars(table.rates.output)} out`;
  const why = [date, note].filter((part) => part !== null).join(": ");
  return `${list} ${visible(model)}: ${ours}; table: ${theirs}${why === "" ? "" : `   (${visible(why)})`}`;
};
