import { asProxyError, type ProxyError } from "../core/errors.ts";
import type { LimitLevel, LimitRule, LimitsView, WaitingRequest } from "../core/limit.ts";
import type { Counters } from "../core/shared.ts";
import type { Clock } from "../lib/clock.ts";
import { type Full, Limiter, type Took, type Wish } from "./limiter.ts";
import { overLimit } from "./refusals.ts";
import { type RoomRules, type Waiter, WaitingRoom } from "./waiting-room.ts";

/** Where requests get what their limits let them have, at once or in their turn. Outlives a configuration. */
export class Gate {
  readonly #limiter: Limiter;
  readonly #room: WaitingRoom;
  readonly #clock: Pick<Clock, "now" | "tick">;

  constructor(counters: Counters, clock: Pick<Clock, "now" | "tick">) {
    this.#clock = clock;
    this.#limiter = new Limiter(counters, clock.now);
    this.#room = new WaitingRoom({
      take: (wish) => this.#limiter.take(wish),
      giveBack: (wish) => this.#limiter.end(wish, { requests: 0, inputTokens: 0 }, clock.now()),
      tick: clock.tick,
    });
  }

  /**
   * Resolves when it has all that it needs, until `leave`. `onWait` hears that it has to wait, and for what. Throws
   * `rate_limited`, `queue_full`, `queued_too_long`, `client_left`.
   */
  async enter(waiter: Waiter, rules: RoomRules, onWait: (full: Full) => void): Promise<void> {
    const full = await this.enterNow(waiter);
    if (full === null) return;
    try {
      if (rules.max === 0 || full.isTooLarge || (full.waitMs ?? 0) > rules.maxWaitMs) throw overLimit(full);
      onWait(full);
      await this.#room.wait(waiter, full, rules);
    } catch (thrown) {
      if (isRefusal(asProxyError(thrown))) this.#limiter.refused(full.bound);
      throw thrown;
    }
  }

  /** The same without a wait: null = it has all that it needs, until `leave`; else what stands in the way. */
  async enterNow(waiter: Waiter): Promise<Full | null> {
    return tooLarge(waiter) ?? this.#room.aheadOf(waiter) ?? (await this.#limiter.take(waiter));
  }

  /** It has ended, and took this; null = what it was estimated to. `at`: wall clock, when it entered. */
  async leave(wish: Wish, took: Took | null, at: number): Promise<void> {
    await this.#limiter.end(wish, took, at);
    this.#room.stir();
  }

  /** Ends the waiting of a request with these words; nothing where it does not wait. */
  sendAway(id: string, why: ProxyError): void {
    this.#room.end(id, why);
  }

  /** The place of a request in the row, from 1; 0 = it does not wait. */
  placeOf(id: string): number {
    return this.#room.placeOf(id);
  }

  waiting(): readonly WaitingRequest[] {
    const now = this.#clock.tick();
    return this.#room.waiting().map(({ id, caller, full, since }, index) => ({
      ...{ id, caller, limit: full.bound.limit, place: index + 1, waitedMs: now - since },
    }));
  }

  /** Everything at this moment, with the rules in force. */
  async view(rules: readonly LimitRule[], { max, maxWaitMs }: RoomRules): Promise<Omit<LimitsView, "overload">> {
    const waiting = this.#room.waiting();
    const levels = (await this.#limiter.levels()).map(
      ({ bound: { key, setIn: _, ...bound }, used, refusals }): LimitLevel => ({
        ...bound,
        used,
        waiting: waiting.filter(({ full }) => full.bound.key === key).length,
        refused: refusals?.count ?? 0,
        refusedAt: refusals?.at ?? null,
      }),
    );
    return { rules, levels, queue: { max, maxWaitMs, waiting: this.waiting() } };
  }

  /** How often each limit has refused since the start, by its name, and how many wait. */
  figures(): { readonly refused: ReadonlyMap<string, number>; readonly waiting: number } {
    return { refused: this.#limiter.refusedByLimit(), waiting: this.#room.size };
  }

  stop(): void {
    this.#limiter.stop();
  }
}

/** What can never be is not worth a place in the row. */
const tooLarge = ({ bounds, inputTokens }: Wish): Full | null => {
  const bound = bounds.find(({ counted, most }) => counted === "input_tokens" && inputTokens > most);
  return bound === undefined ? null : { bound, waitMs: null, isTooLarge: true };
};

const isRefusal = ({ failure: { kind } }: ProxyError): boolean => kind === "rate_limited";
