import { countsOf, noCounts, raised } from "../../budgets/amounts.ts";
import type { Budget } from "../../budgets/budget.ts";
import type { Spender } from "../../budgets/spender.ts";
import { goingTo, spenderOf } from "../../budgets/spender-of.ts";
import {
  type CountedUnit,
  counterOf,
  needsSession,
  placesCalled,
  placesOf,
  type SumPlace,
} from "../../budgets/sums.ts";
import { exceeded, limitedUnits, shareWords, stoppedBy } from "../../budgets/words.ts";
import type { Amounts, BudgetSum, Held } from "../../core/budget.ts";
import type { Exchange, Target } from "../../core/exchange.ts";
import type { RequestSummary } from "../../core/notice.ts";
import { answersIn } from "../../core/routed.ts";
import { ByUse } from "../../lib/by-use.ts";
import type { Counted } from "./counted.ts";
import type { SaidOfBudgets } from "./said.ts";
import { Standing, type Taking } from "./standing.ts";

/** What a request is expected to take, until it has its bill. */
export type Estimate = { readonly dollars: number; readonly tokens: number };

type Options = {
  readonly counted: Counted;
  readonly said: SaidOfBudgets;
  readonly now: () => number;
  /** Hears what people should know: a budget is nearly used up, or it is. */
  readonly tell: (sum: BudgetSum, words: string) => void;
};

/** Names of models that answer by another one. */
const mostNames = 500;

/** More than any sum comes to: who only warns is never refused. */
const noEnd = Number.MAX_SAFE_INTEGER;

/** What may be spent, and what has been. Everything in here that waits is bounded, and trouble in it stops no traffic. */
export class Budgets {
  readonly #options: Options;
  readonly #counted: Counted;
  readonly #standing: Standing;
  readonly #held = new Map<Exchange, Map<string, number>>();
  /** Those that have their bill: what an answer of theirs is counted with later would be held for ever. */
  readonly #billed = new WeakSet<Exchange>();
  /** By which name a model answers that was asked for by another. */
  readonly #answering = new ByUse<string>(mostNames);
  #budgets: readonly Budget[] = [];

  constructor(options: Options) {
    this.#options = options;
    this.#counted = options.counted;
    const current = (budget: Budget): Budget => this.#budgets.find(({ mark }) => mark === budget.mark) ?? budget;
    this.#standing = new Standing({ ...options, current });
  }

  /** From now on these count. A sum whose budget is the same goes on; what is new begins with what the ledger has. */
  use(budgets: readonly Budget[]): void {
    const before = this.#budgets;
    this.#budgets = budgets;
    const gone = before.filter(({ mark }) => !budgets.some((one) => one.mark === mark));
    if (gone.length === 0) return;
    const isGone = (key: string): boolean => gone.some(({ mark }) => key.startsWith(`budget:${mark}:`));
    this.#standing.forget(isGone);
    void this.#counted.forget(isGone);
  }

  /** Whether there is nothing to look at in any request that brings no budget of its own. */
  isIdle(): boolean {
    return this.#budgets.length === 0 && !this.#options.said.hasStopped();
  }

  /** How many are set. */
  size(): number {
    return this.#budgets.length;
  }

  /** Whether the conversation of a request has to be found before it goes out. */
  needsSession(spender: Pick<Spender, "label" | "cap">): boolean {
    return needsSession(this.#budgets, spender) || this.#options.said.hasStopped();
  }

  /** What budgets go by, of an exchange as far as it has come; or as if it went to this target. */
  spender(exchange: Exchange, target?: Target): Spender {
    return spenderOf(
      target === undefined ? exchange : goingTo(exchange, target),
      (upstream, model) => this.#answering.get(`${upstream}\0${model}`) ?? null,
    );
  }

  /** A model that was asked for by one name answers by another. */
  hears(upstream: string | null, sent: string, answered: string): void {
    if (sent === answered) return;
    this.#answering.use(`${upstream}\0${sent}`, answered);
  }

  /**
   * Lets a request in to a target, by default where it goes first, and counts it with its estimate until it ends, or says
   * what stands in its way. Never rejects.
   */
  async enter(exchange: Exchange, estimate: Estimate, target?: Target): Promise<Held | null> {
    const places = await this.#metPlaces(exchange, target);
    const stopped = this.#stoppedIn(this.spender(exchange, target), places);
    if (stopped !== null) return stopped;
    if (places.length === 0) return null;
    const takes = places.flatMap((place) => this.#takesOf(place, estimate, 1));
    const taken = await this.#counted.take(takes.map(({ take }) => take));
    if (!taken.isTaken) return this.#heldBy(takes.find(({ take }) => take.key === taken.full));
    const held = this.#heldOf(exchange);
    for (const { take } of takes) if (take.amount !== 0) held.set(take.key, take.amount + (held.get(take.key) ?? 0));
    this.#standing.note(takes, taken.levels);
    return null;
  }

  /** Where an answer goes on and on, as on a WebSocket: counts what it has come to; gives why it should end. Never rejects. */
  async goesOn(exchange: Exchange, soFar: Estimate & { readonly answers: number }): Promise<Held | null> {
    const places = await this.#metPlaces(exchange);
    if (this.#billed.has(exchange)) return null;
    const held = this.#heldOf(exchange);
    const amounts: Amounts = { dollars: soFar.dollars, tokens: soFar.tokens, requests: soFar.answers };
    for (const place of places)
      for (const unit of limitedUnits(place.budget.limits)) {
        const key = counterOf(place, unit);
        const more = (amounts[unit] ?? 0) - (held.get(key) ?? 0);
        if (more <= 0 || this.#billed.has(exchange)) continue;
        held.set(key, (held.get(key) ?? 0) + more);
        await this.#counted.holdMore(key, more, this.#counted.endOf(place));
      }
    return this.#inTheWay(this.spender(exchange), places);
  }

  /** What would stand in its way if it went to this target; it is not let in. Never rejects. */
  async wouldHold(exchange: Exchange, target: Target): Promise<Held | null> {
    return this.#inTheWay(this.spender(exchange, target), await this.#metPlaces(exchange, target));
  }

  /** A request has ended and is in the ledger: what it really took is counted, by its bill. Never rejects. */
  async ended(exchange: Exchange, request: RequestSummary): Promise<void> {
    const held = this.#held.get(exchange) ?? new Map<string, number>();
    this.#held.delete(exchange);
    this.#billed.add(exchange);
    const sent = request.modelSent ?? request.model;
    if (sent !== null && request.modelUsed !== null) this.hears(request.upstream, sent, request.modelUsed);
    const spender = this.spender(exchange);
    const places = placesOf(this.#budgets, spender);
    if (places.length === 0 && held.size === 0) return;
    const counts = countsOf(request, answersIn(exchange.notes));
    // What is met for the first time is begun with what the ledger has, and that has this request already.
    const later = places.filter((place) => this.#counted.meet(place, spender, counts));
    await this.#counted.settle(
      held,
      later.map((place) => [place, counts]),
    );
    await this.#standing.look(places);
  }

  /** `82% of $5.00 today` where a sum of this request is that full; null = none is. */
  words(exchange: Exchange): string | null {
    const sums = placesOf(this.#budgets, this.spender(exchange)).flatMap((place) => this.#standing.of(place) ?? []);
    const [fullest] = sums.filter(({ share, warnAt }) => share >= warnAt).toSorted((a, b) => b.share - a.share);
    return fullest === undefined ? null : shareWords(fullest);
  }

  /** Every sum that is known of, the fullest first; those that everybody shares also where nothing was spent yet. */
  sums(): readonly BudgetSum[] {
    const now = this.#options.now();
    this.#meetCommon(now);
    return this.#standing
      .all()
      .flatMap(({ sum }) => (sum.endsAt === null || sum.endsAt > now ? sum : []))
      .toSorted((a, b) => b.share - a.share || (a.id < b.id ? -1 : 1));
  }

  /** The same, after having looked again: others may have spent of them. */
  async look(): Promise<readonly BudgetSum[]> {
    this.sums();
    const places = this.#standing.all().map(({ place }) => place);
    await this.#counted.ready(places);
    await this.#standing.look(places);
    return this.sums();
  }

  /** The sums that a name is of: their id, their budget, their session or run. */
  named(name: string): readonly { readonly sum: BudgetSum; readonly place: SumPlace }[] {
    return this.#standing
      .all()
      .filter(({ sum }) => sum.id === name || sum.name === name || (sum.who ?? "").split(" ").includes(name));
  }

  /** The same, and where this daemon has met none, those that others have spent of. */
  async called(name: string): Promise<ReturnType<Budgets["named"]>> {
    const known = this.named(name);
    if (known.length > 0) return known;
    const places = placesCalled(this.#budgets, name, this.#options.now());
    const spent = await this.#counted.spentIn(places);
    await this.#standing.look(
      places.filter((_, at) => Object.values(spent[at] ?? noCounts).some((count) => count > 0)),
    );
    return this.named(name);
  }

  /** The sums of a request, with what was before in them. By which name a model answers may be known only then. */
  async #metPlaces(exchange: Exchange, target?: Target): Promise<readonly SumPlace[]> {
    const meetAll = async (): Promise<readonly SumPlace[]> => {
      const spender = this.spender(exchange, target);
      const places = placesOf(this.#budgets, spender);
      for (const place of places) this.#counted.meet(place, spender);
      await this.#counted.ready(places);
      return places;
    };
    await meetAll();
    return meetAll();
  }

  #meetCommon(now: number): void {
    const nobody: Spender = {
      ...{ at: now, client: null, token: null, upstream: null, models: [] },
      ...{ session: null, label: null, cap: null },
    };
    const common = this.#budgets.filter(({ each, per }) => each.length === 0 && (per === "day" || per === "month"));
    for (const budget of common)
      for (const found of placesOf([{ ...budget, fits: () => true }], nobody)) {
        const place = { ...found, budget };
        if (this.#standing.of(place) !== null) continue;
        this.#standing.meet(place);
        this.#counted.meet(place, nobody);
        void this.#counted.ready([place]).then(() => this.#standing.look([place]));
      }
  }

  async #inTheWay(spender: Spender, places: readonly SumPlace[]): Promise<Held | null> {
    const stopped = this.#stoppedIn(spender, places);
    if (stopped !== null) return stopped;
    const probes = places.flatMap((place) => this.#takesOf(place, { dollars: 0, tokens: 0 }, 0));
    const taken = await this.#counted.take(probes.map(({ take }) => take));
    return taken.isTaken ? null : this.#heldBy(probes.find(({ take }) => take.key === taken.full));
  }

  #stoppedIn({ session, label }: Spender, places: readonly SumPlace[]): Held | null {
    const { isStopped } = this.#options.said;
    const about = [session, label, ...places.map(({ id }) => id)].find((name) => name !== null && isStopped(name));
    return about == null ? null : { onOver: "stop", about, why: "", error: stoppedBy(about) };
  }

  #takesOf(place: SumPlace, estimate: Estimate, requests: number): readonly Taking[] {
    const { budget } = place;
    const allowed = this.#options.said.allowed(place.key);
    const limits = raised(budget.limits, allowed);
    const amounts: Required<Amounts> = { ...estimate, requests, minutes: 0 };
    const endsAt = this.#counted.endOf(place);
    const takeOf = (unit: CountedUnit, amount: number, limit: number): Taking => {
      // It is let in as long as anything is left, however little: no guess of ours may refuse what was paid for.
      const most = budget.onOver === "warn" ? noEnd : limit - 1 + amount;
      return { place, take: { key: counterOf(place, unit), amount, most, leakPerMs: 0, endsAt }, unit };
    };
    return [
      ...limitedUnits(limits).map((unit) => takeOf(unit, amounts[unit], limits[unit] ?? 0)),
      ...(budget.unknown === "stop" ? [takeOf("unknown", 0, 1 + (allowed.unknown ?? 0))] : []),
    ];
  }

  #heldOf(exchange: Exchange): Map<string, number> {
    const held = this.#held.get(exchange) ?? new Map<string, number>();
    this.#held.set(exchange, held);
    return held;
  }

  async #heldBy(full: Taking | undefined): Promise<Held | null> {
    if (full === undefined) return null;
    const { place, unit } = full;
    await this.#standing.look([place]);
    const error = exceeded(this.#standing.meet(place), { isUnknown: unit === "unknown" });
    const onOver = place.budget.onOver === "pause" ? "pause" : "stop";
    return { onOver, about: place.id, why: error.message, error };
  }
}
