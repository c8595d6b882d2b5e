import { ProxyError } from "../core/errors.ts";
import { Lanes } from "./lanes.ts";
import type { Full, Wish } from "./limiter.ts";
import { queueFull, waitedTooLong } from "./refusals.ts";

/** One who waits. */
export type Waiter = Wish & {
  /** Its turn comes by this. */
  readonly caller: string;
  /** Fires when its client has left. */
  readonly signal: AbortSignal;
};

/** How long the row may be, and how long one may stand in it. */
export type RoomRules = { readonly max: number; readonly maxWaitMs: number };

/** Somebody's place in the row. */
export type Waiting = Waiter & {
  /** Monotonic clock. */
  readonly since: number;
  /** What stood in its way when it was looked at last. */
  readonly full: Full;
};

type Place = {
  readonly waiter: Waiter;
  readonly since: number;
  readonly rules: RoomRules;
  full: Full;
  /** When it is worth to look again; monotonic clock. */
  again: number;
  readonly resolve: () => void;
  readonly reject: (why: ProxyError) => void;
};

type Options = {
  readonly take: (wish: Wish) => Promise<Full | null>;
  readonly giveBack: (wish: Wish) => Promise<void>;
  readonly tick: () => number;
};

/** It is looked so often whether there is room where nobody tells: another daemon may have made it. */
const lookEveryMs = 250;
const soonestMs = 5;

/** The row of those who are over a limit: bounded, in turns among callers, and left at once by whose client has gone. */
export class WaitingRoom {
  readonly #options: Options;
  readonly #lanes = new Lanes<Place>();
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isLooking = false;
  #looksAgain = false;

  constructor(options: Options) {
    this.#options = options;
  }

  get size(): number {
    return this.#lanes.size;
  }

  /** Whether somebody waits for one of these already: then nobody goes past. Gives what that one waits for. */
  aheadOf({ bounds }: Wish): Full | null {
    if (this.size === 0) return null;
    const keys = new Set(bounds.map(({ key }) => key));
    return this.#lanes.inTurn().find(({ full }) => keys.has(full.bound.key))?.full ?? null;
  }

  /** Resolves when it has all that it needs. Rejects with `queue_full`, `queued_too_long`, `client_left` or what `end` says. */
  wait(waiter: Waiter, full: Full, rules: RoomRules): Promise<void> {
    if (this.size >= rules.max) return Promise.reject(queueFull(full, rules.max));
    if (waiter.signal.aborted) return Promise.reject(clientLeft());
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const since = this.#options.tick();
    const place: Place = { waiter, since, rules, full, again: againAt(full, since), resolve, reject };
    const leave = (): void => this.#leave(place, clientLeft());
    waiter.signal.addEventListener("abort", leave, { once: true });
    this.#lanes.add(waiter.caller, place);
    this.#wind();
    return promise.finally(() => waiter.signal.removeEventListener("abort", leave));
  }

  /** Ends the waiting of one with these words. */
  end(id: string, why: ProxyError): void {
    const place = this.#lanes.inTurn().find(({ waiter }) => waiter.id === id);
    if (place !== undefined) this.#leave(place, why);
  }

  /** Somebody has given something back: whose turn it is may have room now. */
  stir(): void {
    if (this.size > 0) void this.#look();
  }

  /** All in the order of their turns. */
  waiting(): readonly Waiting[] {
    return this.#lanes.inTurn().map(({ waiter, since, full }) => ({ ...waiter, since, full }));
  }

  /** The place of one, from 1; 0 = it does not wait. */
  placeOf(id: string): number {
    return this.#lanes.inTurn().findIndex(({ waiter }) => waiter.id === id) + 1;
  }

  #leave(place: Place, why: ProxyError): void {
    if (this.#lanes.remove(place.waiter.caller, place)) place.reject(why);
  }

  /** One look at a time; each in its turn takes what it needs, and nobody goes past one who waits for the same. */
  async #look(): Promise<void> {
    this.#looksAgain = this.#isLooking;
    if (this.#isLooking) return;
    this.#isLooking = true;
    const full = new Set<string>();
    for (const place of this.#lanes.inTurn()) {
      this.#sendAwayLate(place);
      if (place.waiter.bounds.some(({ key }) => full.has(key))) continue;
      const inTheWay = await this.#try(place);
      if (inTheWay !== null) full.add(inTheWay.bound.key);
    }
    this.#isLooking = false;
    if (this.#looksAgain) return this.#look();
    this.#wind();
  }

  #sendAwayLate(place: Place): void {
    const waited = this.#options.tick() - place.since;
    if (waited >= place.rules.maxWaitMs) this.#leave(place, waitedTooLong(place.full, waited));
  }

  async #try(place: Place): Promise<Full | null> {
    const { waiter } = place;
    if (!this.#waits(place)) return null;
    const full = await this.#options.take(waiter);
    if (full !== null) {
      place.full = full;
      place.again = againAt(full, this.#options.tick());
      return full;
    }
    if (this.#waits(place)) {
      this.#lanes.served(waiter.caller, place);
      place.resolve();
    } else await this.#options.giveBack(waiter); // its client left while it was asked
    return null;
  }

  #waits(place: Place): boolean {
    return this.#lanes.has(place.waiter.caller, place);
  }

  /** One timer for all, and none where nobody waits. */
  #wind(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.size === 0) return;
    const now = this.#options.tick();
    const next = Math.min(
      ...this.#lanes.inTurn().map(({ again, since, rules }) => Math.min(again, since + rules.maxWaitMs)),
    );
    this.#timer = setTimeout(() => void this.#look(), Math.max(soonestMs, next - now));
  }
}

const againAt = ({ waitMs }: Full, now: number): number => now + Math.min(waitMs ?? lookEveryMs, lookEveryMs);

const clientLeft = (): ProxyError =>
  new ProxyError("client_left", "The client left while its request waited for its turn.");
