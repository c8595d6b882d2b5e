import type { Broken } from "./violations.ts";

/** How long pieces of answers were in hand. */
export type DelayFigures = {
  readonly pieces: number;
  /** Of a hundred pieces 99 were passed on within so long, in milliseconds; null = there was none. */
  readonly p99Ms: number | null;
};

/** Measures how long each piece of an answer is in hand before it goes on. */
export type Delays = {
  /** Of one answer. */
  readonly begin: () => { readonly came: () => void; readonly went: () => void };
  readonly figures: () => DelayFigures;
};

/** One in a hundred may be later than this, in milliseconds. */
const lateMs = 5;
const mayBeLate = 1 / 100;

/** So many are judged together: of fewer, a single one would count for too much. */
const judgedPieces = 2000;

/** Upper limits in milliseconds, doubling from a sixteenth; the last is half a minute. */
const limitsMs: readonly number[] = Array.from({ length: 20 }, (_, power) => 2 ** power / 16);

/** What time is told by. */
type Clocks = {
  /** Monotonic. */
  readonly tick: () => number;
  /** For how long this process has waited for the processor since its start, because others had it. */
  readonly keptWaitingMs: () => number;
};

/** Each piece goes on at once (I-07), but for a few, and for what others have the processor meanwhile. */
export const watchDelays = (broken: Broken, { tick, keptWaitingMs }: Clocks): Delays => {
  const counts = new Array<number>(limitsMs.length + 1).fill(0);
  let [pieces, judged, late, lateSumMs, waitedBefore] = [0, 0, 0, 0, keptWaitingMs()];
  const judge = (): void => {
    const waited = keptWaitingMs();
    if (late > judged * mayBeLate && lateSumMs > waited - waitedBefore)
      broken("I-07", `${late} of ${judged} pieces of answers were in hand for more than ${lateMs} ms`);
    [judged, late, lateSumMs, waitedBefore] = [0, 0, 0, waited];
  };
  const add = (ms: number): void => {
    const place = limitsMs.findIndex((limit) => ms <= limit);
    const index = place < 0 ? limitsMs.length : place;
    counts[index] = (counts[index] ?? 0) + 1;
    pieces++;
    judged++;
    if (ms > lateMs) [late, lateSumMs] = [late + 1, lateSumMs + ms];
    if (judged >= judgedPieces) judge();
  };
  return {
    begin: () => {
      let cameAt: number | null = null;
      return {
        came: () => {
          cameAt = tick();
        },
        went: () => {
          if (cameAt !== null) add(tick() - cameAt);
          cameAt = null; // what more goes out of it is ours
        },
      };
    },
    figures: () => ({ pieces, p99Ms: pieces === 0 ? null : limitOf(counts, pieces * 0.99) }),
  };
};

/** The limit below which so many are. */
const limitOf = (counts: readonly number[], many: number): number => {
  let sum = 0;
  const found = counts.findIndex((count) => {
    sum += count;
    return sum >= many;
  });
  return limitsMs[Math.min(Math.max(found, 0), limitsMs.length - 1)] ?? 0;
};
