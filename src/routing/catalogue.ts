import type { ListedModel } from "../core/listed-model.ts";
import type { ModelAlias, ModelsView, ModelView, Sayer, Serving } from "../core/model-view.ts";
import type { ModelFacts, Rates } from "../core/price.ts";
import type { Provider, Upstream } from "../core/provider.ts";
import type { Step } from "../core/routing.ts";
import { isPattern } from "./maps.ts";
import { mappingFor, modelOf } from "./model.ts";
import { makerOf, tierOf } from "./model-map.ts";
import { providerOf, type Table } from "./table.ts";

/** What the models are put together from. */
export type CatalogueSources = {
  readonly table: Table;
  /** The upstream in question, or `auto`. */
  readonly upstream: string;
  /** What upstreams list, by their names; those that are not in it have not been asked. */
  readonly lists: ReadonlyMap<string, readonly ListedModel[]>;
  /** The models of an upstream that a file or a table has a word for. */
  readonly known: (upstream: Upstream) => readonly { readonly model: string; readonly by: Exclude<Sayer, "list"> }[];
  readonly about: (upstream: Upstream, model: string) => ModelFacts & { readonly rates: Rates | null };
};

/** Every model that somebody has a word for: who has it, what it can do, what it costs, what becomes of it. */
export const catalogue = (sources: CatalogueSources): Omit<ModelsView, "unlisted"> => {
  const { table, upstream } = sources;
  const chosen = upstream === "auto" ? null : table.upstreams.named(upstream);
  const servings = new Map<string, Serving[]>();
  const labels = new Map<string, string>();
  for (const one of table.upstreams.all().filter(({ isLent }) => !isLent)) {
    for (const { model, ...serving } of servedAt(one, sources)) {
      const before = servings.get(model);
      if (before === undefined) servings.set(model, [serving]);
      else before.push(serving);
    }
    for (const { id, label } of sources.lists.get(one.name) ?? []) if (label !== null) labels.set(id, label);
  }
  const aliases = aliasesIn(table);
  for (const { name } of aliases) if (!isPattern(name) && !servings.has(name)) servings.set(name, []);
  const models = [...servings].map(([name, upstreams]): ModelView => {
    const maker = makerOf(name, table.providers);
    const tier = maker === null ? null : tierOf(name, maker);
    const label = labels.get(name) ?? null;
    return { name, maker: maker?.name ?? null, label, tier, upstreams, becomes: becomes(name, chosen, table) };
  });
  return { upstream, aliases, models: models.toSorted(byMaker(table.providers)) };
};

/** What is asked for in place of a model at this upstream, or wherever it goes; null = itself. */
export const becomes = (model: string, upstream: Upstream | null, table: Table): ModelView["becomes"] => {
  if (upstream === null) {
    const found = mappingFor(model, "*", table.maps);
    return found === null ? null : { model: found.mapping.model, why: `models.* says so` };
  }
  const steps: Step[] = [];
  const place = { upstream, provider: providerOf(upstream, table) };
  const to = modelOf({ asked: model, route: null, hasImages: false }, place, table, steps);
  if (to === model) return null;
  const step = steps.findLast(({ isTaken }) => isTaken);
  return { model: to, why: step === undefined ? "" : `${step.rule}: ${step.why}` };
};

/** What `models:` say. */
export const aliasesIn = ({ maps }: Pick<Table, "maps">): readonly ModelAlias[] =>
  [...maps].flatMap(([upstream, mappings]) =>
    mappings.map(({ glob, model }) => ({ upstream, name: glob.text, model })),
  );

type Named = Serving & { readonly model: string };

/** An upstream's own list is all that it has; of another the files and the tables tell. */
const servedAt = (upstream: Upstream, { lists, known, about, table }: CatalogueSources): readonly Named[] => {
  const listed = lists.get(upstream.name);
  const { name: provider, models } = providerOf(upstream, table);
  const isOwn = (model: string): boolean =>
    models === null || (makerOf(model, table.providers)?.name ?? provider) === provider;
  const told = known(upstream).filter(({ model, by }) => by === "config" || (listed === undefined && isOwn(model)));
  const ids = new Set(listed?.map(({ id }) => id));
  const also = told.filter(({ model }) => !ids.has(model));
  return [
    ...(listed ?? []).map((model) => servingOf(upstream, model.id, "list", about, model)),
    ...also.map(({ model, by }) => servingOf(upstream, model, by, about, null)),
  ];
};

const servingOf = (
  upstream: Upstream,
  model: string,
  by: Sayer,
  about: CatalogueSources["about"],
  listed: ListedModel | null,
): Named => {
  const { windowTokens, maxOutputTokens, takesImages, rates } = about(upstream, model);
  return {
    ...{ model, upstream: upstream.name, by, rates, takesImages },
    windowTokens: listed?.windowTokens ?? windowTokens,
    maxOutputTokens: listed?.maxOutputTokens ?? maxOutputTokens,
  };
};

/** In the order of the vendors, and of those by name; what nobody makes comes last. */
const byMaker = (providers: readonly Provider[]) => {
  const rank = ({ maker }: ModelView): number =>
    maker === null ? providers.length : providers.findIndex(({ name }) => name === maker);
  return (a: ModelView, b: ModelView): number =>
    rank(a) - rank(b) || a.name.localeCompare(b.name, "en", { numeric: true });
};
