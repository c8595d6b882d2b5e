import { type Counts, noCounts, raised } from "../../budgets/amounts.ts";
import type { Budget } from "../../budgets/budget.ts";
import type { CountedUnit, SumPlace } from "../../budgets/sums.ts";
import { shareOf, shareWords } from "../../budgets/words.ts";
import type { BudgetSum } from "../../core/budget.ts";
import type { Take } from "../../core/shared.ts";
import { ByUse } from "../../lib/by-use.ts";
import type { Counted } from "./counted.ts";
import type { SaidOfBudgets } from "./said.ts";

/** What is taken from one counter of a sum. */
export type Taking = { readonly place: SumPlace; readonly take: Take; readonly unit: CountedUnit };

/** What a sum came to when it was last looked at, and what was told of it. */
type Known = { readonly place: SumPlace; spent: Counts; told: 0 | 1 | 2 };

type Options = {
  readonly counted: Pick<Counted, "spentIn" | "heldIn">;
  readonly said: Pick<SaidOfBudgets, "allowed" | "isStopped">;
  /** Hears what people should know: a budget is nearly used up, or it is. */
  readonly tell: (sum: BudgetSum, words: string) => void;
  /** The budget as the settings have it now: its limit may be another by now. */
  readonly current: (budget: Budget) => Budget;
};

/** So many sums are told of. */
const mostKnown = 500;

/** How it stands with each sum that was met lately, at hand for who looks on. */
export class Standing {
  readonly #options: Options;
  readonly #known = new ByUse<Known>(mostKnown);

  constructor(options: Options) {
    this.#options = options;
  }

  /** The sum at this place; null = it was not met. */
  of({ key }: Pick<SumPlace, "key">): BudgetSum | null {
    const known = this.#known.get(key);
    return known === undefined ? null : this.#sumOf(known);
  }

  /** From now on it is told of. */
  meet(place: SumPlace): BudgetSum {
    return this.#sumOf(this.#know(place));
  }

  all(): readonly { readonly place: SumPlace; readonly sum: BudgetSum }[] {
    return [...this.#known.values()].map((known) => ({ place: known.place, sum: this.#sumOf(known) }));
  }

  forget(isGone: (key: string) => boolean): void {
    for (const { place } of [...this.#known.values()]) if (isGone(place.key)) this.#known.delete(place.key);
  }

  /** Looks what is in them now, and tells where one has come so far that people should know. */
  async look(places: readonly SumPlace[]): Promise<void> {
    const spent = await this.#options.counted.spentIn(places);
    places.forEach((place, at) => {
      const known = this.#know(place);
      known.spent = spent[at] ?? noCounts;
      this.#tell(known);
    });
  }

  /** What taking has told of them. */
  note(takes: readonly Taking[], levels: readonly number[]): void {
    takes.forEach(({ place, take: { key }, unit }, at) => {
      const known = this.#know(place);
      const spent = Math.max(0, Math.round((levels[at] ?? 0) - this.#options.counted.heldIn(key)));
      if (known.spent[unit] !== spent) known.spent = { ...known.spent, [unit]: spent };
      this.#tell(known);
    });
  }

  #tell(known: Known): void {
    const sum = this.#sumOf(known);
    const stage = sum.isOver ? 2 : sum.share >= sum.warnAt ? 1 : 0;
    if (stage > known.told) this.#options.tell(sum, shareWords(sum));
    known.told = stage;
  }

  #know(place: SumPlace): Known {
    const known = this.#known.get(place.key) ?? { place, spent: noCounts, told: 0 };
    this.#known.use(place.key, known);
    return known;
  }

  #sumOf({ place, spent }: Known): BudgetSum {
    const { id, who, endsAt, key } = place;
    const { name, per, onOver, warnAt, limits: set, unknown } = this.#options.current(place.budget);
    const { unknown: unknownAllowed = 0, ...allowed } = this.#options.said.allowed(key);
    const limits = raised(set, allowed);
    const { unknown: unknownCost, ...amounts } = spent;
    const share = shareOf(amounts, limits);
    const isUnknownOver = unknown === "stop" && unknownCost > unknownAllowed;
    return {
      ...{ id, name, per, who, onOver, warnAt, limits, allowed, unknownCost, share, endsAt },
      spent: amounts,
      tellsUnknown: unknown !== "ignore",
      isOver: share >= 1 || isUnknownOver,
      isStopped: this.#options.said.isStopped(id),
    };
  }
}
