import type { Exchange, Target } from "../core/exchange.ts";
import { keysOf } from "../core/own-keys.ts";
import { originsOf, type Upstream } from "../core/provider.ts";
import { isLoopbackOrigin } from "../lib/loopback.ts";
import type { Broken } from "./violations.ts";

/** Where requests may go, by every configuration that was ever in force. */
export type Destinations = {
  readonly committed: (generation: number, upstreams: readonly Upstream[]) => void;
  readonly began: (exchange: Exchange, generation: number) => void;
  readonly leaves: (exchange: Exchange, target: Target, headers: Headers) => void;
};

/**
 * Requests go to addresses of a configuration that was in force, each key to its own (I-09), and each request belongs
 * to one configuration that was (I-10).
 */
export const watchDestinations = (broken: Broken): Destinations => {
  const generations = new Set<number>();
  const origins = new Set<string>();
  /** Upstreams inside the daemon have no address before they are asked. */
  const within = new Set<string>();
  const homes = new Map<string, Set<string>>();
  return {
    committed: (generation, upstreams) => {
      generations.add(generation);
      for (const upstream of upstreams) {
        for (const origin of originsOf(upstream)) origins.add(origin);
        if (!/^https?:/.test(upstream.origin)) within.add(upstream.name);
        for (const { key } of keysOf(upstream))
          homes.set(key, new Set([...(homes.get(key) ?? []), ...originsOf(upstream)]));
      }
    },
    began: ({ id }, generation) => {
      if (!generations.has(generation)) broken("I-10", `${id}: configuration ${generation} was never in force`);
    },
    leaves: ({ id }, { upstream, url }, headers) => {
      const { origin } = new URL(url);
      const isWithin = within.has(upstream.name) && isLoopbackOrigin(origin);
      if (!origins.has(origin) && !isWithin) broken("I-09", `${id}: no configuration names ${origin}`);
      for (const value of headers.values()) {
        for (const [key, home] of homes)
          if (value.includes(key) && !home.has(origin)) broken("I-09", `${id}: a key of ours leaves for ${origin}`);
      }
    },
  };
};
