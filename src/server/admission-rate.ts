/** What becomes of the rate where it is too high, and where it may be too low. */
const less = 0.85;
const more = 1.05;

/** Of what was finished lately so much may come in at least: it is what the machine can do, and the rest is done meanwhile. */
const ofFinished = 0.8;

/** So many a second are always taken, and so many at once. */
const leastPerMs = 10 / 1000;
const leastAtOnce = 10;

/** After a pause those may come at once who would have come in so long: each of them keeps the others waiting. */
const atOnceMs = 30;

/** So many requests are taken in a time. Begins with what the machine could do. */
export class AdmissionRate {
  #perMs: number;
  #left = leastAtOnce;
  #at: number;

  constructor(perMs: number, now: number) {
    this.#perMs = Math.max(leastPerMs, perMs);
    this.#at = now;
  }

  get perMs(): number {
    return this.#perMs;
  }

  /** Takes one where one is left. */
  takes(now: number): boolean {
    const atOnce = Math.max(leastAtOnce, this.#perMs * atOnceMs);
    this.#left = Math.min(atOnce, this.#left + (now - this.#at) * this.#perMs);
    this.#at = now;
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }

  /** More came than could be done; so many were finished lately. */
  lower(finishedPerMs: number): void {
    this.#perMs = Math.max(leastPerMs, finishedPerMs * ofFinished, this.#perMs * less);
  }

  raise(): void {
    this.#perMs *= more;
  }
}
