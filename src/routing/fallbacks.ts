import { ordered } from "../availability/order.ts";
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

/**
 * The places in the order in which they are asked: neighbours with a weight are drawn, all others stay where they are.
 * What shares a seed draws the same, so a conversation's requests go one way.
 */
export const inOrder = (places: readonly Instead[], seed: string): readonly Instead[] => {
  if (places.every(({ weight }) => weight === null)) return places;
  const inTurn: Instead[] = [];
  let group: Instead[] = [];
  for (const place of [...places, null]) {
    if (place !== null && place.weight !== null) {
      group.push(place);
      continue;
    }
    inTurn.push(...drawn(group, seed));
    group = [];
    if (place !== null) inTurn.push(place);
  }
  return inTurn;
};

const drawn = (group: readonly Instead[], seed: string): readonly Instead[] =>
  ordered(
    group.map((target) => {
      const { upstream, model, weight } = target;
      return { target, name: `${upstream ?? ""} ${model ?? ""}`, weight, hindrance: null, headMs: null };
    }),
    { seed, home: null },
  );
