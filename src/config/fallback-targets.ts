import { globOf } from "../lib/glob.ts";
import { nearest } from "../lib/nearest.ts";
import type { RouteSetting, Values } from "./schema.ts";
import type { FallbackPlace } from "./settings/fallbacks.ts";
import { shownValue } from "./text/shown.ts";

/** Hears of a mistake: where in its setting, what, what was written there and what was meant. */
export type TellMistake = (
  path: readonly (string | number)[],
  what: string,
  details: { readonly got?: string; readonly nearest?: string | null },
) => void;

/** Complains of rules for an upstream that is not there, or that lead to none, to the same one or twice to one. */
export const checkFallbacks = (fallbacks: Values["fallbacks"], names: readonly string[], tell: TellMistake): void => {
  for (const [index, { when = {}, to }] of fallbacks.entries()) {
    const patterns = [when.upstream ?? []].flat();
    for (const pattern of patterns) {
      if (names.some((name) => globOf(pattern)?.fits(name) === true)) continue;
      const known = `no upstream has such a name; known: ${names.join(", ")}`;
      tell([index, "when", "upstream"], known, {
        got: shownValue("upstream", pattern),
        nearest: nearest(pattern, names),
      });
    }
    checkPlaces(to, patterns.length === 1 ? (patterns[0] ?? null) : null, [index, "to"], names, tell);
  }
};

/** The same for the fallbacks of a rule of `routes:`. */
export const checkRouteFallbacks = (
  { upstream, model, fallbacks = [] }: RouteSetting["to"],
  index: number,
  names: readonly string[],
  tell: TellMistake,
): void =>
  checkPlaces(fallbacks, model === undefined ? (upstream ?? null) : null, [index, "to", "fallbacks"], names, tell);

const checkPlaces = (
  places: readonly FallbackPlace[],
  from: string | null,
  path: readonly (string | number)[],
  names: readonly string[],
  tell: TellMistake,
): void => {
  const seen = new Set<string>();
  for (const [at, place] of places.entries()) {
    const { upstream = null, model = null } = typeof place === "string" ? { upstream: place } : place;
    const where = [...path, at];
    if (upstream !== null && !names.includes(upstream)) {
      const got = shownValue("upstream", upstream);
      tell(where, `there is no upstream of this name; known: ${names.join(", ")}`, {
        got,
        nearest: nearest(upstream, names),
      });
    } else if (upstream !== null && upstream === from && model === null)
      tell(where, `takes its own place; name another upstream, or a model: { upstream: ${upstream}, model: NAME }`, {});
    const said = JSON.stringify([upstream, model]);
    if (seen.has(said)) tell(where, "is in the list twice", {});
    seen.add(said);
  }
};
