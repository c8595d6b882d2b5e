import { expect, test } from "bun:test";
import { createPools, keptPerPool, poolOption } from "../../src/upstream/pools.ts";

test("calls stay with the first set until it is full, and come back to it when there is room", () => {
  const pools = createPools();
  const first = Array.from({ length: keptPerPool }, () => pools.take());
  const next = pools.take();

  expect(new Set(first.map(({ pool }) => pool))).toEqual(new Set([0]));
  expect(next.pool).toBe(1);
  first[0]?.leave();
  first[0]?.leave(); // twice is once
  expect([pools.take().pool, pools.take().pool]).toEqual([0, 1]);
});

test("there is no end of calls, but one of sets", () => {
  const pools = createPools();
  const seats = Array.from({ length: keptPerPool * 70 }, () => pools.take());

  expect(Math.max(...seats.map(({ pool }) => pool))).toBe(63);
  for (const seat of seats) seat.leave();
  expect(pools.take().pool).toBe(0);
});

test("the usual set needs no option, each other has one of its own", () => {
  expect(poolOption(0)).toEqual({});
  expect(new Set([1, 2, 3].map((pool) => poolOption(pool).clientRenegotiationWindow)).size).toBe(3);
});
