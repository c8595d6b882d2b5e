import type { Overload } from "../core/limit.ts";
import { AdmissionRate } from "./admission-rate.ts";

/** Whether one more request is taken, by how late the event loop comes to its turns. No clock and no timer of its own. */
export type Shedding = {
  /** The event loop has come to a turn, so late. */
  readonly turned: (lateMs: number) => void;
  /** Asked once for each request that comes, with how many run already. */
  readonly takes: (running: number) => boolean;
  /** A request that was taken has ended. */
  readonly ended: () => void;
  readonly view: () => Overload;
};

type Options = {
  /** Monotonic clock. */
  readonly tick: () => number;
  /** Requests that wait longer for their turn are late; 0 = none is ever refused. */
  readonly maxLateMs: () => number;
  /** Refusing begins, or is over. */
  readonly onChange?: (view: Overload) => void;
};

/** While requests are refused, the least lateness in a window is kept near this: what is taken is answered soon. */
const goodMs = 10;
const windowMs = 100;

/** What is left of the rate of what was finished, from one window to the next where less is. */
const fading = 0.98;

/** When hardly anybody was refused for so long, one in so many, all are taken again. */
const calmMs = 1000;
const hardly = 20;

/**
 * Refuses what is too much. Begins where all that come have waited too long for their turn, again and again, not where some
 * have, as CoDel (RFC 8289) does; then so many a second are taken as keep the event loop in time: less where it is late, more
 * where it is not. Those that are refused cost little, so that those taken are answered.
 */
export const createShedding = ({ tick, maxLateMs, onChange = () => undefined }: Options): Shedding => {
  const turn = { at: tick(), lateMs: 0 };
  const late = new LateOnes();
  let [latenessMs, refused, crowdedAt, finishedPerMs] = [0, 0, 0, 0];
  let rate: AdmissionRate | null = null;
  let window = windowAt(tick(), 0);
  const view = (): Overload => ({
    ...{ maxLateMs: maxLateMs(), latenessMs: Math.round(latenessMs), refused },
    perSecond: rate === null ? null : Math.floor(rate.perMs * 1000),
  });
  const change = (to: AdmissionRate | null): void => {
    rate = to;
    late.forget();
    onChange(view());
  };
  const decide = (now: number): void => {
    const tookMs = now - window.since;
    if (tookMs < windowMs) return;
    finishedPerMs = Math.max(finishedPerMs * fading, window.finished / tookMs);
    latenessMs = window.leastMs;
    if (window.refused * hardly > window.came) crowdedAt = now;
    if (latenessMs > goodMs) rate?.lower(finishedPerMs);
    else if (window.refused > 0) rate?.raise();
    if (rate !== null && (now - crowdedAt > calmMs || maxLateMs() === 0)) change(null);
    window = windowAt(now, window.running);
  };
  /** It came in the turn before or in this one, and nobody knows when: the longer of the two is what it waited at most. Of few it does not count. */
  const waitedMs = (now: number): number => (isCrowd(window) ? Math.max(turn.lateMs, now - turn.at) : 0);
  return {
    turned: (lateMs) => {
      [turn.at, turn.lateMs] = [tick(), lateMs];
      window.leastMs = Math.min(window.leastMs, lateMs);
      decide(turn.at);
    },
    takes: (running) => {
      const now = tick();
      seeIn(window, running);
      if (rate === null && late.areTooMany(now, waitedMs(now), maxLateMs())) {
        crowdedAt = now;
        change(new AdmissionRate(finishedPerMs, now));
      }
      if (rate === null || rate.takes(now) || maxLateMs() === 0) return true;
      refused++;
      window.refused++;
      return false;
    },
    ended: () => void window.finished++,
    view,
  };
};

/** What ends by itself comes to less: a hundred programs that begin at once, a long pause. */
const manyLate = 300;
const lateForMs = 1000;

/** One that came in time makes up for so many that did not: between two long turns there may be a short one. */
const makesUpFor = 4;

/** Requests that came late, beside those that did not. */
class LateOnes {
  #count = 0;
  #since = 0;

  forget(): void {
    this.#count = 0;
  }

  /** One more has come, and has waited so long. */
  areTooMany(now: number, waitedMs: number, maxMs: number): boolean {
    if (maxMs === 0 || waitedMs <= maxMs) {
      this.#count = Math.max(0, this.#count - makesUpFor);
      return false;
    }
    if (this.#count === 0) this.#since = now;
    this.#count = Math.min(2 * manyLate, this.#count + 1);
    return this.#count >= manyLate && now - this.#since >= lateForMs;
  }
}

type Window = {
  readonly since: number;
  leastMs: number;
  finished: number;
  came: number;
  refused: number;
  /** The most that ran at the same time when one came, in it and in the one before: in a long turn all may end at once. */
  running: number;
  readonly ranBefore: number;
};

const windowAt = (since: number, ranBefore: number): Window => ({
  ...{ since, leastMs: Number.POSITIVE_INFINITY },
  ...{ finished: 0, came: 0, refused: 0, running: 0, ranBefore },
});

/** Who has fewer requests is slow because of something else: to refuse some of them would help nobody. */
const many = 500;

/** From so many on it pays to look how late turns come. */
export const worthLooking = many / 2;

const isCrowd = ({ running, ranBefore }: Window): boolean => Math.max(running, ranBefore) >= many;

const seeIn = (window: Window, running: number): void => {
  window.came++;
  window.running = Math.max(window.running, running);
};
