import { expect, test } from "bun:test";
import type { Overload } from "../../src/core/limit.ts";
import { createShedding } from "../../src/server/shedding.ts";

/** A daemon that gets this many requests before each of its turns, and can work on so many in a millisecond. */
const daemon = (maxLateMs = 200) => {
  let [now, most, running] = [1_000_000, maxLateMs, 500];
  const told: Overload[] = [];
  const shedding = createShedding({ tick: () => now, maxLateMs: () => most, onChange: (view) => void told.push(view) });
  const turn = (lateMs: number, requests: number): number => {
    const taken = Array.from({ length: requests }, () => shedding.takes(running)).filter(Boolean).length;
    now += 10 + lateMs;
    shedding.turned(lateMs);
    return taken;
  };
  /** Of a flood of so many in a millisecond: those taken wait in a queue, which is what makes the turns late. */
  const flooded = (perMs: number, canPerMs: number, ms: number) => {
    const result = { taken: 0, finished: 0, mostLateMs: 0 };
    let [queue, lateMs] = [0, 0];
    for (const end = now + ms; now < end; ) {
      const came = Math.round((10 + lateMs) * perMs);
      const taken = turn(lateMs, came);
      const done = Math.min(queue + taken, Math.round((10 + lateMs) * canPerMs));
      for (let at = 0; at < done; at++) shedding.ended();
      queue += taken - done;
      lateMs = Math.min(400, queue / canPerMs);
      result.taken += taken;
      result.finished += done;
      if (end - now < ms / 2) result.mostLateMs = Math.max(result.mostLateMs, lateMs);
    }
    return result;
  };
  const set = (ms: number): void => {
    most = ms;
  };
  const runs = (count: number): void => {
    running = count;
  };
  return { turn, flooded, runs, told, view: shedding.view, set };
};

test("a daemon that is in time takes everybody, however many come", () => {
  const { turn, view } = daemon();

  for (let at = 0; at < 200; at++) expect(turn(150, 500)).toBe(500);

  expect(view()).toMatchObject({ refused: 0, perSecond: null, latenessMs: 150 });
});

test("what ends by itself is no overload: a long pause, a burst, one late turn among those that are not", () => {
  const { turn, view } = daemon();

  turn(5000, 100); // a hundred agents begin at once, and the disk stands still
  for (let at = 0; at < 10; at++) turn(900, 20); // it works on what they sent, and some send more
  turn(0, 1);
  turn(0, 1);
  for (let at = 0; at < 100; at++) turn(at % 5 < 2 ? 0 : 300, 50);

  expect(view()).toMatchObject({ refused: 0, perSecond: null });
});

test("where fewer than five hundred run nobody is refused, however late they come to their turn", () => {
  const { turn, view, runs } = daemon();
  turn(900, 250); // five hundred run, and these are late
  runs(499);
  turn(900, 0);
  turn(900, 0);
  for (let at = 0; at < 200; at++) expect(turn(900, 50)).toBe(50);
  runs(500);

  expect(turn(900, 250)).toBe(250); // counted anew

  expect(view()).toMatchObject({ refused: 0, perSecond: null });
});

test("a short turn now and then between long ones does not hide an overload", () => {
  const { turn, view } = daemon();

  for (let at = 0; at < 20; at++) turn(at % 3 === 2 ? 0 : 900, at % 3 === 0 ? 20 : 200);

  expect(view().refused).toBeGreaterThan(0);
});

test("where all end in one long turn those that come with the next one are as late as those before", () => {
  const { turn, view, runs } = daemon();

  for (let at = 0; at < 20; at++) {
    runs(at % 2 === 0 ? 700 : 100);
    turn(900, 100);
  }

  expect(view().refused).toBeGreaterThan(0);
});

test("turns that are late again and again while more come are an overload: so many are taken as can be finished", () => {
  const { flooded, view, told } = daemon();

  flooded(20, 2, 10_000); // until it is found
  const { taken, finished, mostLateMs } = flooded(20, 2, 20_000);

  expect(told).toHaveLength(1);
  expect(view().refused).toBeGreaterThan(300_000);
  expect(finished).toBeGreaterThan(0.85 * 2 * 20_000);
  expect(taken).toBeLessThan(1.15 * 2 * 20_000);
  expect(mostLateMs).toBeLessThan(60);
});

test("when the flood is over everybody is taken again, and it is told", () => {
  const { flooded, view, told } = daemon();
  flooded(20, 2, 10_000);
  const { refused } = view();

  flooded(1, 2, 3000);

  expect(view().perSecond).toBeNull();
  expect(view().refused - refused).toBeLessThan(3000);
  expect(told.map(({ perSecond }) => perSecond === null)).toEqual([false, true]);
  const after = view().refused;
  flooded(1.8, 2, 10_000);
  expect(view().refused).toBe(after);
});

test("a few are always taken: a daemon that finishes nothing, as its answers are long, does not shut", () => {
  const { turn } = daemon();
  for (let at = 0; at < 300; at++) turn(300, 50);

  const taken = Array.from({ length: 30 }, () => turn(300, 50)).reduce((sum, one) => sum + one, 0);

  expect(taken).toBeGreaterThan(60); // 30 turns of 310 ms, 10 a second
  expect(taken).toBeLessThan(400);
});

test("0 refuses nobody, from the moment on that it is set", () => {
  const { turn, flooded, set, view } = daemon();
  flooded(20, 2, 10_000);
  expect(view().perSecond).not.toBeNull();

  set(0);
  turn(300, 0);

  for (let at = 0; at < 50; at++) expect(turn(900, 100)).toBe(100);
  expect(view()).toMatchObject({ maxLateMs: 0, perSecond: null });
});
