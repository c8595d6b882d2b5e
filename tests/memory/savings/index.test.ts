import { expect, test } from "bun:test";
import fc from "fast-check";
import type { Forwarded } from "../../../src/core/memory.ts";
import { noUsage, type Usage } from "../../../src/core/usage.ts";
import { savingsOf } from "../../../src/memory/savings/index.ts";
import { played, type Step, type Told } from "../../support/shortened-conversation.ts";

const turn = (tokens: number, live = tokens, more: Partial<Step> & { readonly aged?: number } = {}): Step => ({
  result: { tokens, live, aged: more.aged ?? live },
  idleMs: more.idleMs ?? 20_000,
  batch: more.batch ?? null,
});

const claimed = ({ savings }: Told): number => savings.reduce((sum, { netMicros }) => sum + (netMicros ?? 0), 0);
const saved = ({ wholeMicros, paidMicros }: Told): number => wholeMicros - paidMicros;

test("what is left out when it comes, and stays out, saves what the vendor bills less", () => {
  const told = played(Array.from({ length: 12 }, () => turn(3000, 900)));
  expect(saved(told)).toBeGreaterThan(80_000);
  expect(claimed(told) / saved(told)).toBeCloseTo(1, 2);
});

test("a batch costs what has to be written again, and that is taken off what it saves", () => {
  const steps = Array.from({ length: 12 }, (_, at) =>
    turn(3000, 3000, { aged: 1500, ...(at === 6 ? { batch: "break-even" as const } : {}) }),
  );
  const told = played(steps);
  const batch = told.savings[6];
  expect(batch?.netMicros).toBeLessThan(0);
  expect(batch?.readsLostMicros).toBeGreaterThan(0);
  expect(batch?.extraWritesMicros).toBeGreaterThan(0);
  expect(told.truths[6]?.broke).toMatchObject({ cause: "memory", why: "memory: batch of 6 edits, break-even" });
  expect(told.truths.filter(({ isOurs }) => isOurs)).toEqual([]);
  expect(Math.abs(claimed(told) - saved(told))).toBeLessThan(0.005 * told.wholeMicros);
});

test("after a pause longer than the vendor keeps anything, a batch loses no reads", () => {
  const steps = Array.from({ length: 10 }, (_, at) =>
    turn(3000, 3000, { aged: 100, ...(at === 6 ? { batch: "cold" as const, idleMs: 900_000 } : {}) }),
  );
  const told = played(steps);
  expect(told.savings[6]?.readsLostMicros).toBe(0);
  expect(told.truths[6]?.broke).toMatchObject({ cause: "idle" });
  expect(Math.abs(claimed(told) - saved(told))).toBeLessThan(0.02 * told.wholeMicros);
});

test("a batch that never pays for itself is shown as what it is: a loss", () => {
  const steps = Array.from({ length: 8 }, (_, at) =>
    turn(3000, 3000, { aged: 2900, ...(at === 7 ? { batch: "window" as const } : {}) }),
  );
  const told = played(steps);
  expect(saved(told)).toBeLessThan(0);
  expect(claimed(told)).toBeLessThan(0);
});

const anyStep: fc.Arbitrary<Step> = fc
  .record({
    tokens: fc.integer({ min: 50, max: 8000 }),
    live: fc.double({ min: 0.05, max: 1, noNaN: true }),
    aged: fc.double({ min: 0.05, max: 1, noNaN: true }),
    idleMs: fc.constantFrom(5000, 20_000, 60_000, 20_000, 900_000),
    batch: fc.constantFrom(null, null, null, null, "break-even" as const, "window" as const),
  })
  .map(({ tokens, live, aged, idleMs, batch }) => ({
    result: { tokens, live: Math.ceil(tokens * live), aged: Math.ceil(tokens * aged) },
    ...{ idleMs, batch },
  }));

test("no conversation is ever told to have saved 2 % of its bill more than it did", () => {
  fc.assert(
    fc.property(fc.array(anyStep, { minLength: 2, maxLength: 14 }), (steps) => {
      const told = played(steps);
      expect(claimed(told) - saved(told)).toBeLessThanOrEqual(0.02 * told.wholeMicros);
    }),
    { numRuns: 40 },
  );
}, 30_000);

test("what would have been saved is what is saved, to 2 % of the bill", () => {
  fc.assert(
    fc.property(fc.array(anyStep, { minLength: 2, maxLength: 14 }), (steps) => {
      const told = played(steps);
      expect(told.wouldHave - saved(told)).toBeLessThanOrEqual(0.02 * told.wholeMicros);
    }),
    { numRuns: 40 },
  );
}, 30_000);

const forwarded: Forwarded = {
  ...{ mode: "balanced", edits: 1, removedBefore: 0, removedLive: 1000, batch: null, rewritten: 0 },
  ...{ frontier: 0, tokens: 5000, changes: [] },
};
const usage: Usage = { ...noUsage, inputTokens: 4000, outputTokens: 10, cacheReadTokens: 0 };

test("what nobody has a price for is unknown, not nothing", () => {
  const savings = savingsOf({ forwarded, usage, cache: null, costMicros: () => null, ownCallsMicros: 7 });
  expect(savings).toEqual({
    ...{ grossTokens: 1000, readsLostMicros: null, extraWritesMicros: null, ownCallsMicros: 7, netMicros: null },
  });
});

test("calls of our own are taken off", () => {
  const costMicros = (one: Usage): number => one.inputTokens ?? 0;
  const savings = savingsOf({ forwarded, usage, cache: null, costMicros, ownCallsMicros: 1500 });
  expect(savings.netMicros).toBe(-500);
});
