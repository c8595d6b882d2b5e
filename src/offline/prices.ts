import { type ModelChanges, withModel } from "../config/models/edit.ts";
import { builtInModels, modelsIn } from "../config/models/load.ts";
import type { Paths } from "../config/paths.ts";
import { readText } from "../config/read.ts";
import type { Reloaded } from "../control/contract.ts";
import type { PriceCard } from "../core/price.ts";
import { priceLists } from "../core/provider.ts";
import { writePrivate } from "../lib/private-file.ts";
import { createPrices, type PriceBook, type Priced } from "../meter/prices/index.ts";
import { tableVersion } from "../meter/prices/table.ts";
import { providers } from "../providers/index.ts";
import { type Changing, change } from "./change.ts";
import { noteChange } from "./logs.ts";
import { recordModels } from "./save.ts";

export type { Priced } from "../meter/prices/index.ts";

/** The names that a price list can have. */
export const lists: readonly string[] = priceLists(providers);

/** Those of them that nobody is really billed by. */
export const playedLists: readonly string[] = providers
  .filter(({ takesAnyKey }) => takesAnyKey)
  .map(({ name }) => name);

/** The table of prices that comes with the program. */
export const table = tableVersion;

/** The prices that a daemon started now would go by. Throws `config_invalid`. */
export const pricesHere = ({ models }: Pick<Paths, "models">): PriceBook => {
  const text = readText(models);
  return createPrices({
    providers,
    builtIn: builtInModels,
    own: text === null ? [] : modelsIn(text, models, lists),
  });
};

/** Every model that has a price somewhere, as it is billed at this time. */
export const allPrices = (book: PriceBook, at: number): readonly Priced[] =>
  book.known().map(({ list, model }) => book.of(list, model, at));

/** The lists that know a model; the vendors' before the simulator's. */
export const pricesOf = (book: PriceBook, model: string, at: number): readonly Priced[] =>
  lists.map((list) => book.of(list, model, at)).filter(({ from }) => from !== null);

/** A model of which a file says something else than the table. */
export type Disagreement = { readonly priced: Priced; readonly table: PriceCard };

/** Where the files and the table disagree; the files count. */
export const disagreements = (prices: readonly Priced[], book: PriceBook, at: number): readonly Disagreement[] =>
  prices.flatMap((priced) => {
    const listed = priced.from === "table" || priced.from === null ? null : book.inTable(priced.list, priced.model, at);
    return listed === null || isSame(priced.card, listed) ? [] : [{ priced, table: listed }];
  });

const isSame = (card: PriceCard | null, listed: PriceCard): boolean =>
  card !== null && Bun.deepEquals(card.rates, listed.rates) && Bun.deepEquals(card.above, listed.above);

/** Which price is set, by which command, and when. */
export type PriceChange = {
  readonly list: string;
  readonly model: string;
  readonly changes: ModelChanges;
  readonly what: string;
  readonly at: number;
};

/** Writes a price into the person's models.yaml and has a running daemon read it. Throws `config_invalid`; then nothing has changed. */
export const setPrice = async (
  changing: Changing,
  { list, model, changes, ...by }: PriceChange,
): Promise<Reloaded | null> => {
  const { models, history } = changing.paths;
  const { reloaded } = await change(changing, [models, history], () => {
    const after = withModel(readText(models), list, model, changes);
    modelsIn(after, models, lists);
    recordModels(changing.paths, { ...by, after });
    writePrivate(models, after);
  });
  await noteChange(changing.paths, "prices-set", { list, model, ...by });
  return reloaded;
};
