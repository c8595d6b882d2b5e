import type { Values } from "../config/schema.ts";
import type { FallbackPlace, FallbackSetting } from "../config/settings/fallbacks.ts";
import type { Trouble } from "../core/tries.ts";
import { fittingOf } from "../lib/fitting.ts";

/** A place that takes another's; null = as it was there. */
export type Instead = {
  readonly upstream: string | null;
  readonly model: string | null;
  /** Neighbours that have one share the requests by it. */
  readonly weight: number | null;
};

/** Where requests go instead, in order, and after what trouble beside the one that nothing could be sent. */
export type Fallback = {
  /** How it is called in `why`: `fallbacks[0]`. */
  readonly label: string;
  readonly to: readonly Instead[];
  readonly after: readonly Trouble[];
};

/** The same with whom it is for. */
export type FallbackRule = Fallback & {
  readonly fits: (upstream: string, model: string | null) => boolean;
};

/** The rules of a configuration. */
export const fallbacksFrom = (said: Values["fallbacks"]): readonly FallbackRule[] =>
  said.map(({ when = {}, to, after }, index) => {
    const { fits } = fittingOf(when);
    return {
      ...fallbackOf(`fallbacks[${index}]`, to, after),
      fits: (upstream, model) => fits((word) => (word === "upstream" ? upstream : model)),
    };
  });

/** A list of places, as settings have it. */
export const fallbackOf = (
  label: string,
  to: readonly FallbackPlace[],
  after: FallbackSetting["after"] = "unreachable",
): Fallback => ({
  label,
  to: to.map((place) =>
    typeof place === "string"
      ? { upstream: place, model: null, weight: null }
      : { upstream: place.upstream ?? null, model: place.model ?? null, weight: place.weight ?? null },
  ),
  after: typeof after === "string" ? [after] : after,
});

/** The places in the order in which they are asked: neighbours with a weight are drawn, all others stay where they are. */
export const inOrder = (places: readonly Instead[], random: () => number): readonly Instead[] => {
  if (places.every(({ weight }) => weight === null)) return places;
  const ordered: Instead[] = [];
  let group: Instead[] = [];
  for (const place of [...places, null]) {
    if (place !== null && place.weight !== null) {
      group.push(place);
      continue;
    }
    ordered.push(...drawn(group, random));
    group = [];
    if (place !== null) ordered.push(place);
  }
  return ordered;
};

const drawn = (group: readonly Instead[], random: () => number): readonly Instead[] => {
  const left = [...group];
  const order: Instead[] = [];
  while (left.length > 0) {
    let at = random() * left.reduce((sum, { weight }) => sum + (weight ?? 0), 0);
    const index = left.findIndex(({ weight }) => {
      at -= weight ?? 0;
      return at < 0;
    });
    order.push(...left.splice(Math.max(0, index), 1));
  }
  return order;
};
