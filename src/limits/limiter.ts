import type { Bound } from "../core/limit.ts";
import type { Counters, Take } from "../core/shared.ts";
import { ByUse } from "../lib/by-use.ts";
import type { Filled } from "./room-left.ts";
import { Seats } from "./seats.ts";

/** The limit that stands in the way of a request. */
export type Full = {
  readonly bound: Bound;
  /** When there is room for it; null = when one that runs has ended. */
  readonly waitMs: number | null;
  /** It alone is more than the limit lets through. */
  readonly isTooLarge: boolean;
};

/** What a request takes of its limits. */
export type Wish = {
  readonly id: string;
  readonly bounds: readonly Bound[];
  /** By our own estimate. */
  readonly inputTokens: number;
  /** Hears how full its limits are with it, when it has what it needs. */
  readonly onTaken?: (filled: readonly Filled[]) => void;
};

/** What it really took. */
export type Took = { readonly requests: 0 | 1; readonly inputTokens: number };

/** How often a limit has refused. */
export type Refusals = { readonly count: number; readonly at: number };

/** So many are told of. */
const mostKnown = 1000;

/** Takes what requests need of their limits, all of it or nothing, and gives back what they did not use. */
export class Limiter {
  readonly #counters: Counters;
  readonly #now: () => number;
  readonly #seats: Seats;
  readonly #known = new ByUse<Bound>(mostKnown);
  readonly #refusals = new ByUse<Refusals>(mostKnown);
  readonly #byLimit = new Map<string, number>();

  constructor(counters: Counters, now: () => number) {
    this.#counters = counters;
    this.#now = now;
    this.#seats = new Seats(counters);
  }

  /** Null = it has all that it needs, until `end`. */
  async take({ id, bounds, inputTokens, onTaken = () => undefined }: Wish): Promise<Full | null> {
    const now = this.#now();
    const flowing = bounds.filter(({ per }) => per !== null);
    for (const bound of bounds) this.#know(bound);
    let levels: readonly number[] = [];
    if (flowing.length > 0) {
      const taken = await this.#counters.take(flowing.map((bound) => takeOf(bound, inputTokens, now)));
      if (!taken.isTaken) return fullBy(flowing, taken, inputTokens, now);
      levels = taken.levels;
    }
    const seats = bounds.filter(({ per }) => per === null);
    const full = await this.#seats.take(id, seats);
    if (full === null) {
      onTaken(flowing.map((bound, index) => ({ bound, used: levels[index] ?? 0 })));
      return null;
    }
    await this.#add(flowing, { requests: -1, inputTokens: -inputTokens }, now);
    return { bound: full, waitMs: null, isTooLarge: false };
  }

  /** It has ended. `took` null = as it was estimated. `at`: wall clock, when it was taken. */
  async end({ id, bounds, inputTokens }: Wish, took: Took | null, at: number): Promise<void> {
    await this.#seats.leave(id);
    if (took === null || (took.requests === 1 && took.inputTokens === inputTokens)) return;
    const flowing = bounds.filter(({ per }) => per !== null);
    await this.#add(flowing, { requests: took.requests - 1, inputTokens: took.inputTokens - inputTokens }, at);
  }

  /** A limit has refused a request. */
  refused({ key, limit }: Bound): void {
    this.#byLimit.set(limit, (this.#byLimit.get(limit) ?? 0) + 1); // as many as the settings and tokens have names
    this.#refusals.use(key, { count: (this.#refusals.get(key)?.count ?? 0) + 1, at: this.#now() });
  }

  /** Limits that were asked lately, how full each is, and how often it refused. */
  async levels(): Promise<
    readonly { readonly bound: Bound; readonly used: number; readonly refusals: Refusals | null }[]
  > {
    const known = [...this.#known.values()];
    const flowing = known.filter(({ per }) => per !== null);
    const now = this.#now();
    const levels = await this.#counters.levels(flowing.map((bound) => flowOf(bound, now).key));
    const used = new Map(flowing.map(({ key }, index) => [key, levels[index] ?? 0]));
    return known.map((bound) => ({
      bound,
      used: used.get(bound.key) ?? this.#seats.taken(bound.key),
      refusals: this.#refusals.get(bound.key) ?? null,
    }));
  }

  /** How often since the start, by the names of the limits. */
  refusedByLimit(): ReadonlyMap<string, number> {
    return this.#byLimit;
  }

  stop(): void {
    this.#seats.stop();
  }

  #know(bound: Bound): void {
    this.#known.use(bound.key, bound);
  }

  async #add(bounds: readonly Bound[], amounts: Amounts, at: number): Promise<void> {
    const changes = bounds
      .map((bound) => ({ ...flowOf(bound, at), amount: amountOf(bound, amounts) }))
      .filter(({ amount }) => amount !== 0);
    if (changes.length > 0) await this.#counters.add(changes);
  }
}

type Amounts = { readonly requests: number; readonly inputTokens: number };

const amountOf = ({ counted }: Bound, { requests, inputTokens }: Amounts): number =>
  counted === "requests" ? requests : inputTokens;

const windowMs = { minute: 60_000, hour: 3_600_000 } as const;

/** A minute's amount leaks out within a minute; a day's is forgotten at midnight. */
const flowOf = ({ key, per, most }: Bound, now: number): Omit<Take, "most" | "amount"> =>
  per === "minute" || per === "hour"
    ? { key, leakPerMs: most / windowMs[per], endsAt: null }
    : { key: `${key} ${midnightAfter(now)}`, leakPerMs: 0, endsAt: midnightAfter(now) };

const takeOf = (bound: Bound, inputTokens: number, now: number): Take => ({
  ...flowOf(bound, now),
  most: bound.most,
  amount: amountOf(bound, { requests: 1, inputTokens }),
});

type NotTaken = { readonly full: string; readonly waitMs: number | null };

const fullBy = (bounds: readonly Bound[], { full, waitMs }: NotTaken, inputTokens: number, now: number): Full => {
  const bound = bounds.find((one) => flowOf(one, now).key === full) ?? bounds[0];
  if (bound === undefined) throw new Error("A limit refused that was not asked.");
  const isTooLarge = amountOf(bound, { requests: 1, inputTokens }) > bound.most;
  return { bound, isTooLarge, waitMs: bound.per === "day" ? midnightAfter(now) - now : waitMs };
};

const midnightAfter = (now: number): number => new Date(now).setHours(24, 0, 0, 0);
