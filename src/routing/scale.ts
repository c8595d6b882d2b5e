import type { Provider, Upstream } from "../core/provider.ts";
import type { Decided } from "./decide.ts";
import { makerOf } from "./model-map.ts";

/** How much fits into a model at an upstream, in tokens; null = nobody knows. */
export type WindowOf = (upstream: Upstream, model: string) => number | null;

type Known = {
  readonly providers: readonly Provider[];
  readonly all: readonly Upstream[];
  readonly windowOf: WindowOf;
};

/**
 * What told input tokens are multiplied by, so that the window of the model that was asked for seems as full as that of
 * the model that answers; null = they are told as they are, also where a window is unknown.
 */
export const scaleOf = ({ scaleTokens, upstream, decision }: Decided, known: Known): number | null => {
  const { asked, model, from, to } = decision;
  if (scaleTokens === false || from === to || asked === null || model === null) return null;
  if (scaleTokens !== true) return scaleTokens;
  const there = known.windowOf(upstream, model);
  const meant = windowMeant(asked, known);
  return there === null || meant === null || there === meant ? null : meant / there;
};

/** The window that a client thinks of: that of the model at its own maker. */
const windowMeant = (asked: string, { providers, all, windowOf }: Known): number | null => {
  const maker = makerOf(asked, providers);
  const home = all.find(({ provider, isShipped }) => isShipped && provider === maker?.name);
  return home === undefined ? null : windowOf(home, asked);
};
