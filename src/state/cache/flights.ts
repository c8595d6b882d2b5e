import type { Landing } from "../../core/answer-cache.ts";

/** The one that asks for all. */
export type Lead = {
  /** Only the first call counts. */
  readonly land: (landing: Landing) => void;
  /** The head of its answer is here: who waits does so for this long at most. */
  readonly headCame: (restMs: number) => void;
};

/** Requests that are the same, at the same time: one goes out, the others wait for it. */
export type Flights = {
  /** Leads, where nobody does; else what becomes of the one who does. */
  readonly join: (key: string) => Lead | Promise<Landing>;
  readonly size: () => number;
};

/** Nothing is under way. */
export const createFlights = (): Flights => {
  const underWay = new Map<string, Promise<Landing>>();
  return {
    size: () => underWay.size,
    join: (key) => {
      const known = underWay.get(key);
      if (known !== undefined) return known;
      const { promise, resolve } = Promise.withResolvers<Landing>();
      let timer: ReturnType<typeof setTimeout> | null = null;
      const land = (landing: Landing): void => {
        if (timer !== null) clearTimeout(timer);
        if (underWay.get(key) === promise) underWay.delete(key);
        resolve(landing);
      };
      underWay.set(key, promise);
      return {
        land,
        headCame: (restMs) => {
          if (underWay.get(key) === promise) timer ??= setTimeout(() => land("alone"), restMs);
        },
      };
    },
  };
};
