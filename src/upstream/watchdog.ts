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

type Wait = {
  readonly start: number;
  since: number;
  limitMs: number;
  onLate: (() => void) | null;
  onLong: (() => void) | null;
};

const longMs = 1000;

const look = (wait: Wait, now: number): void => {
  if (wait.onLong !== null && now - wait.start >= longMs) {
    const long = wait.onLong;
    wait.onLong = null;
    long();
  }
  if (wait.onLate === null || now - wait.since < wait.limitMs) return;
  const late = wait.onLate;
  wait.onLate = null;
  late();
};

/** A watchdog on this clock that looks every `everyMs`; limits are met to that precision. It sleeps when nobody waits. */
export const createWatchdog = (tick: () => number, everyMs: number): Watchdog => {
  const waits = new Set<Wait>();
  let timer: ReturnType<typeof setInterval> | null = null;
  let lastTurn = 0;
  const sweep = (): void => {
    const now = tick();
    for (const wait of waits) look(wait, now);
    if (waits.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
  /** A process that was stopped or blocked has read nothing meanwhile: that time counts for nobody. */
  const turn = (): void => {
    const now = tick();
    const lostMs = now - lastTurn - everyMs;
    lastTurn = now;
    if (lostMs > Math.max(everyMs, longMs / 4))
      for (const wait of waits) wait.since = Math.min(now, wait.since + lostMs);
    sweep();
  };
  const start = (): void => {
    lastTurn = tick();
    timer = setInterval(turn, everyMs);
  };
  return {
    watch: (onLong) => {
      const wait: Wait = { start: tick(), since: 0, limitMs: 0, onLate: null, onLong };
      waits.add(wait);
      if (timer === null) start();
      return {
        expect: (limitMs, onLate) => {
          wait.since = tick();
          wait.limitMs = limitMs;
          wait.onLate = onLate;
        },
        end: () => {
          waits.delete(wait);
        },
      };
    },
    watching: () => waits.size,
    sweep,
  };
};
