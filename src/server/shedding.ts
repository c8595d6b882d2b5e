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
  let window = windowAt(tick());
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
    window = windowAt(now);
  };
  /** It came in the turn before or in this one, and nobody knows when: the longer of the two is what it waited at most. */
  const waitedMs = (now: number): number => Math.max(turn.lateMs, now - turn.at);
  return {
    turned: (lateMs) => {
      [turn.at, turn.lateMs] = [tick(), lateMs];
      window.leastMs = Math.min(window.leastMs, lateMs);
      decide(turn.at);
    },
    takes: (running) => {
      const now = tick();
      window.came++;
      if (rate === null && late.areTooMany(now, running < many ? 0 : waitedMs(now), maxLateMs())) {
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

/** Who has fewer requests is slow because of something else: to refuse some of them would help nobody. */
const many = 500;

/** What ends by itself comes to less: a hundred programs that begin at once, a long pause. */
const lateInARow = 300;
const lateForMs = 1000;

/** Requests that came late, one after the other. */
class LateOnes {
  #inARow = 0;
  #since = 0;

  forget(): void {
    this.#inARow = 0;
  }

  /** One more has come, and has waited so long. */
  areTooMany(now: number, waitedMs: number, maxMs: number): boolean {
    if (maxMs === 0 || waitedMs <= maxMs) this.#inARow = 0;
    else if (this.#inARow++ === 0) this.#since = now;
    return this.#inARow >= lateInARow && now - this.#since >= lateForMs;
  }
}

type Window = { readonly since: number; leastMs: number; finished: number; came: number; refused: number };

const windowAt = (since: number): Window => ({
  ...{ since, leastMs: Number.POSITIVE_INFINITY },
  ...{ finished: 0, came: 0, refused: 0 },
});
