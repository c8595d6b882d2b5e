/** How late this process comes to its turns: what blocks it blocks everybody's answers. */
export type LagGauge = {
  /** The longest delay of the last minute, in milliseconds. */
  readonly worstMs: () => number;
  readonly stop: () => void;
};

const everyMs = 500;
const windowMs = 60_000;

/** Delays that are told, in milliseconds. */
const toldMs = 1000;

/** Measures from now on. `onLag` hears of each delay of more than a second. */
export const startLagGauge = (tick: () => number, onLag: (lagMs: number) => void): LagGauge => {
  let due = tick() + everyMs;
  let lags: { readonly at: number; readonly ms: number }[] = [];
  const timer = setInterval(() => {
    const now = tick();
    const ms = Math.max(0, now - due);
    due = now + everyMs;
    lags = lags.filter(({ at }) => now - at < windowMs);
    if (ms > 10) lags.push({ at: now, ms });
    if (ms > toldMs) onLag(Math.round(ms));
  }, everyMs);
  timer.unref();
  return { worstMs: () => Math.round(Math.max(0, ...lags.map(({ ms }) => ms))), stop: () => clearInterval(timer) };
};
