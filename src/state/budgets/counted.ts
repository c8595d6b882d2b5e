import { type Counts, countedUnits, noCounts } from "../../budgets/amounts.ts";
import { spanAt } from "../../budgets/period.ts";
import type { Spender } from "../../budgets/spender.ts";
import { counterOf, placesOf, restMs, type SumPlace } from "../../budgets/sums.ts";
import type { Shared, Take, Taken } from "../../core/shared.ts";
import { ByUse } from "../../lib/by-use.ts";
import type { Ledger } from "../ledger/index.ts";
import type { SpentGroup } from "../ledger/spent.ts";

type Options = {
  readonly shared: Pick<Shared, "counters" | "standing">;
  readonly ledger: Pick<Ledger, "spent">;
  readonly now: () => number;
  readonly onTrouble: (what: string) => void;
  /** Hears by which name a model answers that was asked for by another. */
  readonly onAnswering: (upstream: string | null, sent: string, answered: string) => void;
};

/** As many sums as a busy machine has in a month. */
const mostKnown = 20_000;

/** So long a request waits for the ledger to tell what was spent before the start. */
const patienceMs = 2000;

/**
 * The counters of sums. Whoever shares them has them in one store; a daemon that is alone begins each, when it first meets
 * it, with what its ledger says was spent in it before.
 */
export class Counted {
  readonly #options: Options;
  /** Sums that are met, each with the moment when what was before is in it. */
  readonly #met = new ByUse<Promise<void> | null>(mostKnown);
  /** What requests under way are counted with until they have their bill, by the counter. */
  readonly #held = new Map<string, number>();

  constructor(options: Options) {
    this.#options = options;
  }

  /**
   * It is counted from now on, with what was before, which comes by itself. Gives whether what has ended just now is still
   * to be added: where the sum begins with this call, the ledger has that already; `ended` stands for it where it has not.
   */
  meet(place: SumPlace, spender: Pick<Spender, "at" | "session" | "label">, ended: Counts = noCounts): boolean {
    const known = this.#met.get(place.key);
    this.#met.use(place.key, known ?? null); // one in use is never forgotten: begun anew, it would count all twice
    if (known !== undefined) return true;
    const { shared, onTrouble } = this.#options;
    if (shared.standing().state !== "alone") return true;
    const began = this.#beginWith(place, spender)
      .catch(() => {
        onTrouble("what was spent before the start is not known");
        return this.settle(new Map(), [[place, ended]]);
      })
      .then(() => {
        if (this.#met.get(place.key) !== undefined) this.#met.use(place.key, null);
      });
    this.#met.use(place.key, began);
    return false;
  }

  /** Resolves when what was before is in all of them, or that takes too long. */
  async ready(places: readonly SumPlace[]): Promise<void> {
    const waits = places.flatMap(({ key }) => this.#met.get(key) ?? []);
    if (waits.length === 0) return;
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, patienceMs);
    await Promise.race([Promise.all(waits), promise]);
    clearTimeout(timer);
  }

  /** Takes from several at once, all or none; what was taken counts as held until `settle`. */
  async take(takes: readonly Take[]): Promise<Taken> {
    const taken = await this.#options.shared.counters.take(takes.map((take) => ({ ...take, held: take.amount })));
    if (taken.isTaken) for (const { key, amount } of takes) this.#hold(key, amount);
    return taken;
  }

  /** Adds what it really was, in the place of what was held. */
  async settle(held: ReadonlyMap<string, number>, real: readonly (readonly [SumPlace, Counts])[]): Promise<void> {
    const adds = new Map<string, Omit<Take, "most"> & { readonly held: number }>();
    const add = (key: string, amount: number, endsAt: number, guessed = 0): void => {
      if (amount === 0) return;
      const before = adds.get(key) ?? { amount: 0, held: 0, endsAt };
      const sum = { amount: before.amount + amount, held: before.held + guessed, endsAt: before.endsAt };
      adds.set(key, { key, leakPerMs: 0, ...sum });
    };
    for (const [place, counts] of real)
      for (const unit of countedUnits) add(counterOf(place, unit), counts[unit], this.endOf(place));
    for (const [key, amount] of held) {
      add(key, -amount, this.#options.now() + restMs, -amount);
      this.#hold(key, -amount);
    }
    const all = [...adds.values()].filter(({ amount, held: guessed }) => amount !== 0 || guessed !== 0);
    if (all.length > 0) await this.#options.shared.counters.add(all);
  }

  /** More of it is held than was taken: an answer goes on and on. */
  async holdMore(key: string, amount: number, endsAt: number): Promise<void> {
    this.#hold(key, amount);
    await this.#options.shared.counters.add([{ key, amount, leakPerMs: 0, endsAt, held: amount }]);
  }

  /** What has ended and is paid; `levels` where they are known already. */
  async spentIn(places: readonly SumPlace[]): Promise<readonly Counts[]> {
    const keys = places.flatMap((place) => countedUnits.map((unit) => counterOf(place, unit)));
    const levels = await this.#options.shared.counters.levels(keys);
    return places.map((_, at) => {
      const counts: { -readonly [Unit in keyof Counts]: number } = { ...noCounts };
      countedUnits.forEach((unit, position) => {
        const index = at * countedUnits.length + position;
        counts[unit] = Math.max(0, Math.round((levels[index] ?? 0) - (this.#held.get(keys[index] ?? "") ?? 0)));
      });
      return counts;
    });
  }

  /** Forgets sums whose budgets are gone: one that comes back begins with what the ledger says. */
  async forget(isGone: (key: string) => boolean): Promise<void> {
    const gone = [...this.#met.entries()].flatMap(([key]) => (isGone(key) ? key : []));
    for (const key of gone) this.#met.delete(key);
    if (this.#options.shared.standing().state !== "alone") return;
    const { counters } = this.#options.shared;
    const keys = gone.flatMap((key) => countedUnits.map((unit) => `${key}:${unit}`));
    const levels = await counters.levels(keys);
    await counters.add(
      keys.map((key, at) => ({
        key,
        amount: (this.#held.get(key) ?? 0) - (levels[at] ?? 0),
        leakPerMs: 0,
        endsAt: null,
      })),
    );
  }

  /** What requests under way have of a counter. */
  heldIn(key: string): number {
    return this.#held.get(key) ?? 0;
  }

  endOf({ endsAt }: Pick<SumPlace, "endsAt">): number {
    return endsAt ?? this.#options.now() + restMs;
  }

  #hold(key: string, amount: number): void {
    const held = (this.#held.get(key) ?? 0) + amount;
    if (held === 0) this.#held.delete(key);
    else this.#held.set(key, held);
  }

  /** What the ledger has of it: all that was closed before this call. What is closed later is added when it is. */
  async #beginWith(place: SumPlace, spender: Pick<Spender, "at" | "session" | "label">): Promise<void> {
    const { per } = place.budget;
    const since = per === "session" || per === "run" ? this.#options.now() - restMs : spanAt(per, spender.at).startsAt;
    const groups = await this.#options.ledger.spent({
      since,
      session: per === "session" ? spender.session : null,
      label: per === "run" ? spender.label : null,
    });
    const before = { ...noCounts } as { -readonly [Unit in keyof Counts]: number };
    for (const group of groups) {
      const sent = group.modelSent ?? group.model;
      if (sent !== null && group.modelUsed !== null) this.#options.onAnswering(group.upstream, sent, group.modelUsed);
      if (!isIn(place, group, spender)) continue;
      for (const unit of countedUnits) before[unit] += group[unit];
    }
    await this.settle(new Map(), [[place, before]]);
  }
}

/** Whether what a group of requests has spent was spent in this sum. */
const isIn = (
  place: SumPlace,
  group: SpentGroup,
  { at, session, label }: Pick<Spender, "at" | "session" | "label">,
) => {
  const models = [group.model, group.modelSent, group.modelUsed].filter((name) => name !== null);
  const { client, upstream, token } = group;
  const spender: Spender = { at, client, upstream, token, models, session, label, cap: null };
  return placesOf([place.budget], spender).some(({ key }) => key === place.key);
};
