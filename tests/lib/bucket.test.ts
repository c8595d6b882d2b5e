import { expect, test } from "bun:test";
import { createBucket } from "../../src/lib/bucket.ts";
import { stoppedClock } from "../support/exchange.ts";

test("a full bucket gives what it holds, then as much as flows in", () => {
  const clock = stoppedClock();
  const bucket = createBucket(2, 4, clock.tick);
  const take = (times: number) => Array.from({ length: times }, () => bucket.take());

  expect(take(3)).toEqual([0, 0, 250]);
  clock.advance(200);
  expect(bucket.take()).toBe(50);
  clock.advance(50);
  expect(take(2)).toEqual([0, 250]);
  clock.advance(60_000);
  expect(take(3)).toEqual([0, 0, 250]);
});
