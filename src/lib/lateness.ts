/** Looks how late the event loop comes to its turns, as long as somebody asks for it. */
export type Lateness = {
  /** Goes on looking for a while. Cheap: called for each request. */
  readonly look: () => void;
  readonly stop: () => void;
};

type Options = {
  readonly tick: () => number;
  /** Hears of each turn that was looked at, in milliseconds; 0 = it came when it should. */
  readonly onTurn: (lateMs: number) => void;
};

const everyMs = 10;

/** Nobody has asked for so long: an idle process wakes up for nothing. */
const idleMs = 2000;

/** Begins with the first `look`, whose own turn is taken to be in time. */
export const watchLateness = ({ tick, onTurn }: Options): Lateness => {
  let timer: ReturnType<typeof setInterval> | null = null;
  let [askedAt, lookedAt] = [0, 0];
  const stop = (): void => {
    if (timer !== null) clearInterval(timer);
    timer = null;
  };
  const turn = (): void => {
    const now = tick();
    const lateMs = Math.max(0, now - lookedAt - everyMs);
    lookedAt = now;
    onTurn(lateMs);
    if (now - askedAt > idleMs) stop();
  };
  return {
    look: () => {
      askedAt = tick();
      if (timer !== null) return;
      lookedAt = askedAt;
      onTurn(0);
      timer = setInterval(turn, everyMs);
      timer.unref();
    },
    stop,
  };
};
