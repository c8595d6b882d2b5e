import type { Bound } from "../core/limit.ts";
import type { Counters } from "../core/shared.ts";

/** So long a seat is kept for a daemon that says nothing; well above the time in which it is renewed. */
const leaseMs = 60_000;
const renewEveryMs = 20_000;

type Seat = Pick<Bound, "key" | "most">;

/** Seats of requests that run here, renewed as long as they do: one timer for all of them, and none where there are none. */
export class Seats {
  readonly #counters: Pick<Counters, "enter" | "leave">;
  readonly #taken = new Map<string, readonly Seat[]>();
  readonly #counts = new Map<string, number>();
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(counters: Pick<Counters, "enter" | "leave">) {
    this.#counters = counters;
  }

  /** One of each for this request, or none; gives the one that was full. */
  async take<One extends Seat>(id: string, seats: readonly One[]): Promise<One | null> {
    const entered: One[] = [];
    for (const seat of seats) {
      if (!(await this.#counters.enter(seat.key, seat.most, id, leaseMs))) {
        await Promise.all(entered.map(({ key }) => this.#counters.leave(key, id)));
        return seat;
      }
      entered.push(seat);
    }
    if (entered.length > 0) this.#hold(id, entered);
    return null;
  }

  async leave(id: string): Promise<void> {
    const seats = this.#taken.get(id);
    if (seats === undefined) return;
    this.#taken.delete(id);
    for (const { key } of seats) this.#count(key, -1);
    if (this.#taken.size === 0) this.stop();
    await Promise.all(seats.map(({ key }) => this.#counters.leave(key, id)));
  }

  /** How many requests of this daemon have one. */
  taken(key: string): number {
    return this.#counts.get(key) ?? 0;
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  #hold(id: string, seats: readonly Seat[]): void {
    this.#taken.set(id, seats);
    for (const { key } of seats) this.#count(key, 1);
    this.#timer ??= setInterval(() => void this.#renew(), renewEveryMs);
    this.#timer.unref();
  }

  #count(key: string, change: 1 | -1): void {
    const count = this.taken(key) + change;
    if (count > 0) this.#counts.set(key, count);
    else this.#counts.delete(key);
  }

  async #renew(): Promise<void> {
    for (const [id, seats] of [...this.#taken])
      for (const { key, most } of seats) {
        if (!this.#taken.has(id)) break;
        await this.#counters.enter(key, most, id, leaseMs);
        if (!this.#taken.has(id)) await this.#counters.leave(key, id); // it ended in between
      }
  }
}
