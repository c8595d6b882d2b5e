import type { Take } from "../../../core/shared.ts";

type Amount = Omit<Take, "most">;

type Debt = {
  readonly amount: number;
  readonly at: number;
  readonly leakPerMs: number;
  readonly endsAt: number | null;
  readonly held: number;
};

/** More amounts than one daemon has in use; of more, the oldest is forgotten. */
const most = 20_000;

/** What was taken here while nobody else could be told of it: for each amount, as much of it as has not leaked out since. */
export class Owed {
  readonly #now: () => number;
  #debts = new Map<string, Debt>();

  constructor(now: () => number) {
    this.#now = now;
  }

  add(amounts: readonly Amount[], sign: 1 | -1): void {
    const at = this.#now();
    for (const { key, amount, leakPerMs, endsAt, held = 0 } of amounts) {
      const before = this.#debts.get(key);
      const sum = left(before, at) + sign * amount;
      const guessed = (before?.held ?? 0) + sign * held;
      this.#debts.delete(key);
      if (sum !== 0 || guessed !== 0) this.#debts.set(key, { amount: sum, at, leakPerMs, endsAt, held: guessed });
    }
    for (const oldest of this.#debts.keys()) {
      if (this.#debts.size <= most) return;
      this.#debts.delete(oldest);
    }
  }

  /** All of it, once. */
  settle(): readonly Amount[] {
    const at = this.#now();
    const debts = [...this.#debts];
    this.#debts = new Map();
    return debts.flatMap(([key, debt]) => {
      const [amount, { leakPerMs, endsAt, held }] = [left(debt, at), debt];
      return amount === 0 && held === 0 ? [] : [{ key, amount, leakPerMs, endsAt, held }];
    });
  }
}

/** What was given back does not leak. */
const left = (debt: Debt | undefined, at: number): number => {
  if (debt === undefined || (debt.endsAt !== null && debt.endsAt <= at)) return 0;
  if (debt.amount <= 0) return debt.amount;
  return Math.max(0, debt.amount - Math.max(0, at - debt.at) * debt.leakPerMs);
};
