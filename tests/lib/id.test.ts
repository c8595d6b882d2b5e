import { expect, test } from "bun:test";
import { firstIdAt, requestIds } from "../../src/lib/id.ts";

test("ids are unique, sort by time, and are short words", () => {
  let now = 1_800_000_000_000;
  const newId = requestIds(() => now, Math.random);
  const ids = Array.from({ length: 10_000 }, () => newId());
  now += 1;
  const later = newId();

  expect(new Set(ids).size).toBe(10_000);
  expect(ids.every((id) => /^r_[0-9a-z]{13}$/.test(id))).toBe(true);
  expect(ids.every((id) => id < later)).toBe(true);
});

test("a time beyond all ids is after every one of them", () => {
  const newest = requestIds(() => 2_500_000_000_000, Math.random)();

  expect(firstIdAt(4_000_000_000_000) > newest).toBe(true);
  expect(firstIdAt(-1) < newest).toBe(true);
});
