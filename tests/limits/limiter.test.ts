import { expect, test } from "bun:test";
import { array, assert, asyncProperty, integer } from "fast-check";
import { Limiter } from "../../src/limits/limiter.ts";
import { createAlone } from "../../src/state/shared/alone.ts";
import { stoppedClock } from "../support/exchange.ts";
import { boundOf, waiterOf } from "../support/gate.ts";

const newLimiter = () => {
  const clock = stoppedClock(new Date(2026, 4, 6, 12).getTime());
  const { counters } = createAlone(clock.now);
  return { clock, counters, limiter: new Limiter(counters, clock.now) };
};

test("so many go at once, then one whenever there is room, and it is told exactly when that is", async () => {
  const { clock, limiter } = newLimiter();
  const bound = boundOf(60);
  for (let index = 0; index < 60; index++) expect(await limiter.take(waiterOf([bound]))).toBeNull();

  expect(await limiter.take(waiterOf([bound]))).toEqual({ bound, waitMs: 1000, isTooLarge: false });
  clock.advance(999);
  expect(await limiter.take(waiterOf([bound]))).toMatchObject({ waitMs: 1 });
  clock.advance(1);
  expect(await limiter.take(waiterOf([bound]))).toBeNull();
});

test("a day's amount comes back at midnight and not before", async () => {
  const { clock, limiter } = newLimiter();
  const bound = boundOf(2, { per: "day" });
  for (let index = 0; index < 2; index++) await limiter.take(waiterOf([bound]));

  const hourMs = 3_600_000;
  expect(await limiter.take(waiterOf([bound]))).toMatchObject({ waitMs: 12 * hourMs });
  clock.advance(11 * hourMs);
  expect(await limiter.take(waiterOf([bound]))).toMatchObject({ waitMs: hourMs });
  expect((await limiter.levels())[0]).toMatchObject({ used: 2 });
  clock.advance(hourMs);
  expect(await limiter.take(waiterOf([bound]))).toBeNull();
});

test("all limits are taken or none: what one refuses the others have not counted", async () => {
  const { limiter } = newLimiter();
  const [wide, tokens, seat] = [boundOf(10), boundOf(100, { counted: "input_tokens" }), boundOf(1, { per: null })];
  const first = waiterOf([wide, tokens, seat], { inputTokens: 40 });
  const usedOf = async () => (await limiter.levels()).map(({ used }) => Math.round(used));

  expect(await limiter.take(first)).toBeNull();
  expect(await limiter.take(waiterOf([wide, tokens, seat], { inputTokens: 40 }))).toMatchObject({
    bound: seat,
    waitMs: null,
  });
  expect(await usedOf()).toEqual([1, 40, 1]);
  expect(await limiter.take(waiterOf([wide, tokens], { inputTokens: 70 }))).toMatchObject({ bound: tokens });
  expect(await limiter.take(waiterOf([wide, tokens], { inputTokens: 101 }))).toMatchObject({
    isTooLarge: true,
    waitMs: null,
  });
  await limiter.end(first, null, 0);
  expect(await limiter.take(waiterOf([seat]))).toBeNull();
});

test("what a request did not use is given back, and what it used more is counted", async () => {
  const { clock, limiter } = newLimiter();
  const bounds = [boundOf(10), boundOf(1000, { counted: "input_tokens" })];
  const usedOf = async () => (await limiter.levels()).map(({ used }) => Math.round(used));
  const [unsent, larger] = [waiterOf(bounds, { inputTokens: 300 }), waiterOf(bounds, { inputTokens: 300 })];
  await limiter.take(unsent);
  await limiter.take(larger);

  await limiter.end(unsent, { requests: 0, inputTokens: 0 }, clock.now());
  expect(await usedOf()).toEqual([1, 300]);
  await limiter.end(larger, { requests: 1, inputTokens: 1200 }, clock.now());
  expect(await usedOf()).toEqual([1, 1200]);
  expect(await limiter.take(waiterOf(bounds, { inputTokens: 100 }))).toMatchObject({ waitMs: 18_000 });
});

test("two daemons that share their counters let through as much as one", async () => {
  const { clock, counters, limiter } = newLimiter();
  const other = new Limiter(counters, clock.now);
  const bounds = [boundOf(20), boundOf(5, { per: null })];
  const taken = await Promise.all(
    Array.from({ length: 40 }, (_, index) => (index % 2 === 0 ? limiter : other).take(waiterOf(bounds))),
  );

  expect(taken.filter((full) => full === null)).toHaveLength(5);
});

test("law: never more than N at once, never more than N and what has run out since, and never more than N a day", async () => {
  const steps = array(integer({ min: 0, max: 20_000 }), { minLength: 1, maxLength: 200 });
  await assert(
    asyncProperty(integer({ min: 1, max: 30 }), steps, async (most, pauses) => {
      const { clock, limiter } = newLimiter();
      const bounds = [boundOf(most), boundOf(most * 3, { per: "day" })];
      const passed: number[] = [];
      for (const pause of pauses) {
        clock.advance(pause);
        if ((await limiter.take(waiterOf(bounds))) === null) passed.push(clock.now());
      }
      expect(passed.length).toBeLessThanOrEqual(most * 3);
      for (const [index, from] of passed.entries())
        for (const [later, to] of passed.slice(index).entries())
          expect(later + 1).toBeLessThanOrEqual(most + ((to - from) * most) / 60_000 + 1e-6);
    }),
    { numRuns: 50 },
  );
});
