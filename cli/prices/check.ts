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
  const unpriced = (await withoutCost(context, "model")).filter(({ name }) => model === null || name === model);
  const unpricedAt = unpriced.length === 0 ? [] : await ownWithoutPrices(context);
  const ageDays = Math.max(0, Math.floor((now() - Date.parse(table.date)) / dayMs));
  if (json)
    return data({
      table: { ...table, age_days: ageDays },
      unknown_costs: unpriced.map(({ name, unknownCost }) => ({ model: name, requests: unknownCost })),
      upstreams_without_prices: unpricedAt.map(({ name, requests }) => ({ upstream: name, requests })),
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
  if (unpriced.length > 0 && unpricedAt.length === 0)
    print(
      paint(
        "muted",
        "at a server of your own a model costs what models.yaml says: proxy-cli prices set MODEL --provider TYPE",
      ),
    );
  for (const one of unpricedAt) for (const line of waysOut(one)) print(line);
  if (differing.length > 0) print("said otherwise in models.yaml, yours or built in, than in the table:");
  for (const one of differing) print(`  ${disagreementLine(one)}`);
};

type Unpriced = { readonly name: string; readonly type: string; readonly requests: number };

/** Upstreams of one's own that nobody has said the prices of, and had requests without a cost. */
const ownWithoutPrices = async (context: Context): Promise<readonly Unpriced[]> => {
  const { hasPrices, serverEntries } = await import("../../src/offline/servers.ts");
  const entries = serverEntries(context.paths);
  return (await withoutCost(context, "upstream")).flatMap(({ name, unknownCost: requests }) => {
    const entry = entries.get(name);
    return entry === undefined || hasPrices(entry) ? [] : [{ name, type: String(entry.own?.["type"]), requests }];
  });
};

const waysOut = ({ name, type, requests }: Unpriced): readonly string[] => [
  `${visible(name)} is an upstream of your own, whose prices nobody has said (${counted(requests, "request")}):`,
  `  it passes a vendor's on    proxy-cli upstreams edit ${visible(name)} --prices-of ${visible(type)}`,
  `  it has prices of its own   proxy-cli prices set MODEL --provider ${visible(type)} --input N --output N`,
];

/** Groups with requests whose cost nobody knows. */
const withoutCost = async ({ client, paths, now }: Context, by: "model" | "upstream") => {
  const question = { since: now() - lookBackDays * dayMs, by } as const;
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
