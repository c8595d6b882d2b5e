import { builtInModels } from "../config/models/load.ts";
import type { Paths } from "../config/paths.ts";
import { readSettings } from "../config/read.ts";
import { standInsFor } from "../config/stand-ins.ts";
import type { UpstreamView } from "../control/contract.ts";
import { costOf } from "../core/price.ts";
import { noUsage } from "../core/usage.ts";
import { noOrders } from "../lifecycle/orders.ts";
import { pricedAt } from "../meter/bill.ts";
import { createPrices } from "../meter/prices/index.ts";
import { providers } from "../providers/index.ts";

/** What one model costs at an upstream, and who says so. */
export type Offer = {
  /** The part of models.yaml that is about it; null = the files have no such upstream. */
  readonly list: string | null;
  /** How many tokens fit into it, as the price book has it. */
  readonly windowTokens: number | null;
  /** Whole micro-dollars; null = nobody knows. */
  readonly costMicros: (inputTokens: number, outputTokens: number) => number | null;
};

type Here = {
  readonly paths: Paths;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly now: () => number;
};

/** What a model costs at an upstream by the files as they are. Throws `config_invalid`. */
export const offerAt = ({ paths, env, now }: Here, { name }: Pick<UpstreamView, "name">, model: string): Offer => {
  const orders = { ...noOrders, secrets: standInsFor(paths, env) };
  const { upstreams, models } = readSettings({ paths, env, providers, orders });
  const upstream = upstreams.find((one) => one.name === name);
  if (upstream === undefined) return { list: null, windowTokens: null, costMicros: () => null };
  const book = createPrices({ providers, builtIn: builtInModels, own: models });
  const { provider, origin } = upstream;
  const { list, card, windowTokens } = book.bought({ provider, model, at: now(), ...pricedAt(upstream, origin) });
  const costMicros: Offer["costMicros"] = (inputTokens, outputTokens) =>
    card === null ? null : costOf(card, { ...noUsage, inputTokens, outputTokens });
  return { list, windowTokens, costMicros };
};

/** Where programs of a vendor look for its key. */
const keyVariables: Readonly<Record<string, readonly string[]>> = {
  anthropic: ["ANTHROPIC_API_KEY"],
  openai: ["OPENAI_API_KEY"],
  google: ["GEMINI_API_KEY", "GOOGLE_API_KEY"],
  mistral: ["MISTRAL_API_KEY"],
  zai: ["ZAI_API_KEY"],
};

/** The variables whose key may go to an upstream: those of its vendor, and none where an address is not the vendor's own. */
export const keyVariablesFor = ({
  provider,
  addresses,
}: Pick<UpstreamView, "provider" | "addresses">): readonly string[] => {
  const { hosts = null } = providers.find(({ name }) => name === provider) ?? {};
  const isOwn = addresses.every(({ url }) => hosts?.test(new URL(url).hostname) === true);
  return isOwn && addresses.length > 0 ? (keyVariables[provider] ?? []) : [];
};
