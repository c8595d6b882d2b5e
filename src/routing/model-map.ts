import { type ModelTier, originsOf, type Provider, type Upstream } from "../core/provider.ts";

/** The model that takes the place of another, and why that one. */
export type DefaultModel = { readonly model: string; readonly why: string };

/**
 * What to ask this provider for in place of another maker's model: its own of the same size. Null where the name can stay:
 * the provider makes it itself or takes any name, nobody knows whose it is, or it is none to chat with. Clients ask for
 * small models that nobody has named (titles, summaries), and these have to go somewhere too.
 */
export const defaultModel = (
  asked: string,
  provider: Provider,
  providers: readonly Provider[],
): DefaultModel | null => {
  const maker = makerOf(asked, providers);
  if (provider.models === null || maker === null || maker.name === provider.name) return null;
  const tier = tierOf(asked, maker);
  if (tier === null) return null;
  const model = provider.models.defaults[tier];
  return { model, why: `${maker.label} makes ${asked}; the ${tier} model of ${provider.label} is ${model}` };
};

/** The same for an upstream: behind an address of the user's own there may be any models, and each name can stay. */
export const defaultModelAt = (
  asked: string,
  upstream: Upstream,
  providers: readonly Provider[],
): DefaultModel | null => {
  const provider = providers.find(({ name }) => name === upstream.provider);
  return provider === undefined || !isVendorsOwn(upstream, provider) ? null : defaultModel(asked, provider, providers);
};

const isVendorsOwn = (upstream: Upstream, { hosts }: Provider): boolean =>
  upstream.isShipped || (hosts !== null && originsOf(upstream).every((origin) => hosts.test(new URL(origin).hostname)));

/** Whose model this is, by its name alone; null = nobody can tell. */
export const makerOf = (model: string, providers: readonly Provider[]): Provider | null => {
  const makers = providers.filter(({ modelShapes }) => modelShapes.some((shape) => shape.test(model)));
  return makers.length === 1 ? (makers[0] ?? null) : null;
};

/** How large a model is among its maker's own; null = it does not chat, or its maker has no sizes. */
export const tierOf = (model: string, { models }: Provider): ModelTier | null => {
  if (models === null || models.chatless?.test(model) === true) return null;
  return models.sizes.find(({ shape }) => shape.test(model))?.tier ?? "medium";
};

/** What each provider is asked for in place of models of these sizes, and the names that are taken for that size. */
export type MapRow = {
  readonly provider: Provider;
  readonly defaults: Readonly<Record<ModelTier, string>>;
  readonly sizes: readonly { readonly tier: ModelTier; readonly shape: string }[];
};

/** The whole map, for people. */
export const modelMapRows = (providers: readonly Provider[]): readonly MapRow[] =>
  providers.flatMap((provider) =>
    provider.models === null
      ? []
      : [
          {
            provider,
            defaults: provider.models.defaults,
            sizes: provider.models.sizes.map(({ tier, shape }) => ({ tier, shape: shape.source })),
          },
        ],
  );
