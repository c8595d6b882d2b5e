/** Knows whether more comes than can be done, by how long one turn of the event loop takes: what waits behind it waits as long. */
export type Pressure = {
  /** Whether this request may be taken. Called once for each. */
  readonly admits: () => boolean;
};

type Options = {
  readonly tick: () => number;
  /** Runs this behind all that the turn of the moment still does. */
  readonly afterTurn: (work: () => void) => void;
  /** A turn that takes longer, again and again, is too much; 0 = nobody looks. */
  readonly maxTurnMs: () => number;
};

/** It is judged so often, and only so many bad verdicts in a row are one: a burst is no overload. */
const windowMs = 100;
const badWindows = 5;
const calmWindows = 10;
/** After so long without a request nothing is known any more. */
const forgottenMs = 2000;
/** Of what was done when it began so much is taken whatever happens: refusals and neighbours on the machine make turns long too. */
const leastShare = 0.7;
const leastPerSecond = 20;

/** While turns are too long no more requests are taken than are done in short turns; the pace is looked for, and given up when all find room. */
export const createPressure = ({ tick, afterTurn, maxTurnMs }: Options): Pressure => {
  let turnStart: number | null = null;
  let window = newWindow(tick());
  let bad = 0;
  let calm = 0;
  /** Requests a second; null = as many as come. */
  let pace: number | null = null;
  let least = leastPerSecond;
  const hasRoom = createPurse(tick());
  const endTurn = (): void => {
    window.longestMs = Math.max(window.longestMs, tick() - (turnStart ?? tick()));
    turnStart = null;
  };
  const judge = (now: number, most: number): void => {
    const tookMs = now - window.since;
    if (tookMs < windowMs) return;
    const { taken, refused } = window;
    const longestMs = Math.max(window.longestMs, now - (turnStart ?? now)); // one may take longer than all of it
    window = newWindow(now);
    if (tookMs > forgottenMs) [pace, bad] = [null, 0];
    bad = longestMs > most ? bad + 1 : 0;
    calm = refused === 0 ? calm + 1 : 0;
    if (pace === null && bad >= badWindows) {
      pace = Math.max(leastPerSecond, (taken * 1000) / tookMs);
      least = Math.max(leastPerSecond, pace * leastShare);
    } else if (pace === null || calm >= calmWindows) pace = null;
    else pace = Math.max(least, pace * (longestMs > most ? 0.8 : longestMs < most / 2 ? 1.1 : 1));
    if (pace === null) calm = 0;
  };
  return {
    admits: () => {
      const most = maxTurnMs();
      if (most === 0) return true;
      const now = tick();
      if (turnStart === null) {
        turnStart = now;
        afterTurn(endTurn);
      }
      judge(now, most);
      const isTaken = pace === null || hasRoom(now, pace);
      if (isTaken) window.taken++;
      else window.refused++;
      return isTaken;
    },
  };
};

/** Whether one more fits into so many a second: ten milliseconds' worth at once. */
const createPurse = (startedAt: number): ((now: number, perSecond: number) => boolean) => {
  let free = 0;
  let paidAt = startedAt;
  return (now, perSecond) => {
    free = Math.min(Math.max(1, perSecond / 100), free + ((now - paidAt) * perSecond) / 1000);
    paidAt = now;
    if (free < 1) return false;
    free--;
    return true;
  };
};

const newWindow = (since: number) => ({ since, longestMs: 0, taken: 0, refused: 0 });
