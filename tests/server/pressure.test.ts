import { expect, test } from "bun:test";
import { createPressure } from "../../src/server/pressure.ts";
import { stoppedClock } from "../support/exchange.ts";

/** A machine that does so many requests a second, and so many come; each turn of its loop takes what has come meanwhile. */
const machineWith = (maxTurnMs = 20) => {
  const clock = stoppedClock();
  let behind: (() => void)[] = [];
  const pressure = createPressure({
    tick: clock.tick,
    afterTurn: (work) => behind.push(work),
    maxTurnMs: () => maxTurnMs,
  });
  let waiting = 0;
  /** Plays some seconds; gives what was taken and refused, and how long the last turns took. */
  const play = (seconds: number, comePerSecond: number, doesPerSecond: number) => {
    const end = clock.tick() + seconds * 1000;
    const told = { taken: 0, refused: 0, turns: [] as number[] };
    while (clock.tick() < end) {
      const startedAt = clock.tick();
      const batch = Math.floor(waiting);
      waiting -= batch;
      for (let one = 0; one < batch; one++) {
        const isTaken = pressure.admits();
        if (isTaken) told.taken++;
        else told.refused++;
        clock.advance(isTaken ? 1000 / doesPerSecond : 50 / doesPerSecond); // a refusal costs a twentieth
      }
      for (const work of behind) work();
      behind = [];
      if (clock.tick() === startedAt) clock.advance(1);
      const tookMs = clock.tick() - startedAt;
      told.turns.push(tookMs);
      waiting = Math.min(waiting + (tookMs * comePerSecond) / 1000, 5000);
    }
    return { ...told, lastTurns: told.turns.slice(-50) };
  };
  return { play };
};

test("as long as turns are short everybody is taken", () => {
  expect(machineWith().play(5, 900, 1000).refused).toBe(0);
});

test("a burst is no overload", () => {
  const { play } = machineWith();
  play(1, 100, 1000);

  expect(play(0.3, 3000, 1000).refused).toBe(0);
});

test("under five times as much as can be done turns become short again, most of what can be done is done, and it passes", () => {
  const { play } = machineWith();
  const overload = play(20, 5000, 1000);
  const steady = play(10, 5000, 1000);

  expect(overload.refused).toBeGreaterThan(0);
  expect(steady.taken).toBeGreaterThan(0.6 * 10 * 1000);
  expect(Math.max(...steady.lastTurns)).toBeLessThan(100);
  play(3, 500, 1000);
  expect(play(2, 500, 1000).refused).toBe(0);
});

test("where nobody looks nobody is refused", () => {
  expect(machineWith(0).play(5, 5000, 1000).refused).toBe(0);
});
