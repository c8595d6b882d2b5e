/** What a relay may be waiting for. Time counts anew each time that it changes or something arrives. */
export type Watch = {
  /** From now on, more than `limitMs` without another call is too late; `onLate` is then called once. */
  readonly expect: (limitMs: number, onLate: () => void) => void;
  /** Nothing is waited for any more. */
  readonly end: () => void;
};

/** One clock that watches all waiting relays: a timer for each of them would cost a quarter of the throughput. */
export type Watchdog = {
  /** `onLong` is called once, when the watch has lasted for a second: most answers are over by then. */
  readonly watch: (onLong: () => void) => Watch;
  readonly watching: () => number;
  /** Looks at every wait now; the timer calls it, tests may. */
  readonly sweep: () => void;
};

const longMs = 1000;

/** One object for each that waits: of ten thousand quiet streams every one does. */
class Wait implements Watch {
  readonly #waits: Set<Wait>;
  readonly #tick: () => number;
  readonly #start: number;
  #since = 0;
  #limitMs = 0;
  #onLate: (() => void) | null = null;
  #onLong: (() => void) | null;

  constructor(waits: Set<Wait>, tick: () => number, onLong: () => void) {
    this.#waits = waits;
    this.#tick = tick;
    this.#start = tick();
    this.#onLong = onLong;
    waits.add(this);
  }

  expect(limitMs: number, onLate: () => void): void {
    this.#since = this.#tick();
    this.#limitMs = limitMs;
    this.#onLate = onLate;
  }

  end(): void {
    this.#waits.delete(this);
  }

  look(now: number): void {
    if (this.#onLong !== null && now - this.#start >= longMs) {
      const long = this.#onLong;
      this.#onLong = null;
      long();
    }
    if (this.#onLate === null || now - this.#since < this.#limitMs) return;
    const late = this.#onLate;
    this.#onLate = null;
    late();
  }

  /** So much time has not counted. */
  forgive(lostMs: number, now: number): void {
    this.#since = Math.min(now, this.#since + lostMs);
  }
}

/** A watchdog on this clock that looks every `everyMs`; limits are met to that precision. It sleeps when nobody waits. */
export const createWatchdog = (tick: () => number, everyMs: number): Watchdog => {
  const waits = new Set<Wait>();
  let timer: ReturnType<typeof setInterval> | null = null;
  let lastTurn = 0;
  const sweep = (): void => {
    const now = tick();
    for (const wait of waits) wait.look(now);
    if (waits.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
  /** A process that was stopped or blocked has read nothing meanwhile: that time counts for nobody. */
  const turn = (): void => {
    const now = tick();
    const lostMs = now - lastTurn - everyMs;
    lastTurn = now;
    if (lostMs > Math.max(everyMs, longMs / 4)) for (const wait of waits) wait.forgive(lostMs, now);
    sweep();
  };
  const start = (): void => {
    lastTurn = tick();
    timer = setInterval(turn, everyMs);
  };
  return {
    watch: (onLong) => {
      const wait = new Wait(waits, tick, onLong);
      if (timer === null) start();
      return wait;
    },
    watching: () => waits.size,
    sweep,
  };
};
