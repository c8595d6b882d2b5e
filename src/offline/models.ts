import { withMapping, withoutMapping } from "../config/edit.ts";
import { builtInModels } from "../config/models/load.ts";
import type { Paths } from "../config/paths.ts";
import { readSettings, readText } from "../config/read.ts";
import { standInsFor } from "../config/stand-ins.ts";
import type { ModelsView } from "../core/model-view.ts";
import type { Upstream } from "../core/provider.ts";
import { noOrders } from "../lifecycle/orders.ts";
import { aboutAt, knownAt } from "../meter/prices/at-upstream.ts";
import { createPrices } from "../meter/prices/index.ts";
import { providers } from "../providers/index.ts";
import { catalogue } from "../routing/catalogue.ts";
import { defaultModelAt } from "../routing/model-map.ts";
import { rulesFrom } from "../routing/rules.ts";
import type { Table } from "../routing/table.ts";
import { unknownUpstream } from "../state/upstreams.ts";
import type { Changed } from "./change.ts";
import { changeConfig, type Place, save, textOf } from "./save.ts";
import { chosenUpstream } from "./without-daemon.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The models that a daemon started now would know of; no upstream is asked. Throws `config_invalid`, `upstream_unknown`. */
export const modelsWithoutDaemon = (paths: Paths, env: Environment, asked: string | null, now: number): ModelsView => {
  const orders = { ...noOrders, secrets: standInsFor(paths, env) };
  const { config, upstreams, models } = readSettings({ paths, env, providers, orders });
  const book = createPrices({ providers, builtIn: builtInModels, own: models });
  const upstream = asked ?? chosenUpstream(paths, env);
  const table: Table = {
    upstreams: { all: () => upstreams, named: (name) => named(name, upstreams), current: () => upstream },
    providers,
    ...rulesFrom(config.values, providers),
    standIn: (model, at) => defaultModelAt(model, at, providers),
  };
  const sources = {
    ...{ table, upstream, lists: new Map() },
    known: (one: Upstream) => knownAt(one, book, now),
    about: (one: Upstream, model: string) => aboutAt(one, model, book, now),
  };
  return { ...catalogue(sources), unlisted: [] };
};

const named = (name: string, upstreams: readonly Upstream[]): Upstream => {
  const found = upstreams.find((one) => one.name === name);
  if (found === undefined)
    throw unknownUpstream(
      name,
      upstreams.map((one) => one.name),
    );
  return found;
};

/** One line of `models:` in config.yaml. */
export type MappingLine = { readonly upstream: string; readonly name: string };

/** Writes what a name means at an upstream into config.yaml and has a running daemon read it. */
export const saveMapping = (place: Place, { upstream, name }: MappingLine, model: string): Promise<Changed<void>> =>
  changeConfig(place, () =>
    save(place, withMapping(textOf(place), [upstream, name], model), `models alias ${name} ${model}`),
  );

/** Takes it out again; whether it was there. */
export const removeMapping = async (place: Place, { upstream, name }: MappingLine): Promise<Changed<boolean>> => {
  const without = (): string => withoutMapping(textOf(place), [upstream, name]);
  if (readText(place.file) === null || without() === textOf(place)) return { done: false, reloaded: null };
  return changeConfig(place, () => {
    save(place, without(), `models alias ${name} --remove`);
    return true;
  });
};
