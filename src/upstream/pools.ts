/** A place among the kept connections, for as long as a call lasts. */
export type Seat = {
  /** Which set of kept connections the call belongs to; 0 is fetch's usual one. */
  readonly pool: number;
  readonly leave: () => void;
};

/** Hands out seats. */
export type Pools = { readonly take: () => Seat };

/** Bun keeps this many idle connections for one way of doing TLS, and closes what comes back beyond them. */
export const keptPerPool = 64;

/** So many sets at most: 4,096 calls at once, more than a machine of one's own will see. */
const maxPools = 64;

/** The lowest set with room, so that few calls at a time stay with fetch's usual one. */
export const createPools = (): Pools => {
  const taken: number[] = [];
  return {
    take: () => {
      const free = taken.findIndex((count) => count < keptPerPool);
      const pool = free >= 0 ? free : Math.min(taken.length, maxPools - 1);
      taken[pool] = (taken[pool] ?? 0) + 1;
      let isHeld = true;
      return {
        pool,
        leave: () => {
          if (!isHeld) return;
          isHeld = false;
          taken[pool] = (taken[pool] ?? 1) - 1;
        },
      };
    },
  };
};

/**
 * The TLS option that makes one set differ from another. It speaks of renegotiation, which no client here allows, so it
 * means nothing but a name; 600 is what it is without being said.
 */
export const poolOption = (pool: number): { readonly clientRenegotiationWindow?: number } =>
  pool === 0 ? {} : { clientRenegotiationWindow: 600 + pool };
