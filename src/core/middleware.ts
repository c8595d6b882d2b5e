import type { Exchange, Target } from "./exchange.ts";

/** Runs the rest of the chain; resolves at the response's head. */
export type Next = () => Promise<Response>;

/** One feature on an exchange's way: before, `next()`, after. */
export type Middleware = (exchange: Exchange, next: Next) => Promise<Response>;

/** One middleware out of many: the first is the outermost, the last never calls `next`. */
export const compose =
  (chain: readonly Middleware[]): ((exchange: Exchange) => Promise<Response>) =>
  (exchange) => {
    const run = (index: number): Promise<Response> => {
      const middleware = chain[index];
      if (middleware === undefined) return Promise.reject(new Error("The last middleware called next()."));
      return middleware(exchange, () => run(index + 1));
    };
    return run(0);
  };

/** Sends an exchange to one target; resolves at the head and settles the exchange at the end of the answer. */
export type Forward = (exchange: Exchange, target: Target) => Promise<Response>;

/** A feature before it is built: what it is called and how it is made of the services it needs. */
export type MiddlewareMaker<Services> = {
  readonly name: string;
  /** Whether traffic passes without it as well: a daemon in safe mode leaves it out. */
  readonly isOptional: boolean;
  readonly create: (services: Services) => Middleware;
};

/** The features that a daemon runs: all, or in safe mode only those that nothing would pass without. */
export const featuresFor = <Maker extends { readonly isOptional: boolean }>(
  makers: readonly Maker[],
  isSafeMode: boolean,
): readonly Maker[] => (isSafeMode ? makers.filter(({ isOptional }) => !isOptional) : makers);
