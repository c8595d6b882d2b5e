import type { ModelAlias, ModelsView, ModelView, Serving } from "../../src/control/contract.ts";
import { ProxyError } from "../../src/core/errors.ts";
import { nearest } from "../../src/lib/nearest.ts";
import type { Context } from "../command.ts";
import { orNull } from "../daemon/answering.ts";
import { visible } from "../output/visible.ts";

/** The models as the daemon knows them, or as one that is started now would; `upstream` null = the current one. */
export const modelsView = async (
  context: Pick<Context, "client" | "paths" | "env" | "now">,
  upstream: string | null,
): Promise<ModelsView> => {
  const { client, paths, env, now } = context;
  const running = await orNull(client.models({ upstream }));
  return running ?? (await import("../../src/offline/models.ts")).modelsWithoutDaemon(paths, env, upstream, now());
};

/** Who of those that have a model is asked about it: the upstream in question, else the first. */
export const servingOf = ({ upstreams }: ModelView, upstream: string): Serving | null =>
  upstreams.find((one) => one.upstream === upstream) ?? upstreams[0] ?? null;

/** The model of this name. Throws `usage` with the nearest one. */
export const modelNamed = ({ models }: ModelsView, name: string): ModelView => {
  const found = models.find((model) => model.name.toLowerCase() === name.toLowerCase());
  if (found !== undefined) return found;
  const close = nearest(
    name,
    models.map((model) => model.name),
  );
  throw new ProxyError("usage", `No upstream here is known to have a model "${name}".`, {
    hint: `Try: proxy-cli models ${close === null ? "list" : `show ${close}`}`,
  });
};

/** Throws `usage` where a text cannot be the name of one model: vendors have none with blanks, and a terminal obeys some signs. */
export const oneModel = (name: string): string => {
  if (name !== "" && name.length <= longestName && !/[\s\p{Cc}*?{}]/u.test(name)) return name;
  const told = name.length > longestName ? `${name.slice(0, 40)}…` : name;
  throw new ProxyError("usage", `"${visible(told)}" cannot be the name of one model.`, {
    hint: "Try: proxy-cli models list",
  });
};

const longestName = 256;

/** Throws `usage` where no model is named. */
export const modelNeeded = (name: string | null, command: string): string => {
  if (name !== null && name !== "") return name;
  throw new ProxyError("usage", `${command} needs the name of a model.`, { hint: "Try: proxy-cli models list" });
};

/** Where a name in a map counts, in words. */
export const placeWords = (upstream: string): string => (upstream === "*" ? "every upstream" : upstream);

/** The names of `models:` that mean a model. */
export const aliasesOf = (name: string, { aliases }: ModelsView): readonly ModelAlias[] =>
  aliases.filter(({ model }) => model === name);

/** A model as programs read it. */
export const modelJson = (model: ModelView, view: ModelsView): object => {
  const { name, maker, label, tier, upstreams, becomes } = model;
  const serving = servingOf(model, view.upstream);
  return {
    ...{ name, maker, label, size: tier },
    upstreams: upstreams.map(({ upstream, by }) => ({ name: upstream, by })),
    window: serving?.windowTokens ?? null,
    max_output: serving?.maxOutputTokens ?? null,
    vision: serving?.takesImages ?? null,
    usd_per_million: serving === null ? null : ratesJson(serving),
    becomes,
    aliases: aliasesOf(name, view).map(({ upstream, name: alias }) => ({ upstream, name: alias })),
  };
};

const ratesJson = ({ rates }: Serving): object | null =>
  rates === null ? null : { input: rates.input, cache_read: rates.cacheRead, output: rates.output };
