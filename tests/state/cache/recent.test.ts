import { expect, test } from "bun:test";
import { RecentAnswers } from "../../../src/state/cache/recent.ts";
import { keptAnswer } from "../../support/answer-cache.ts";

const answer = (key: string, bytes = 0, endsAt = 1000) => keptAnswer({ key, body: new Uint8Array(bytes), endsAt });

test("what was asked for last stays, what was not goes first", () => {
  const recent = new RecentAnswers();
  recent.limit(3 * 1024);
  for (const key of ["a", "b", "c"]) recent.put(answer(key));
  recent.get("a", 0);

  recent.put(answer("d"));

  expect(["a", "b", "c", "d"].map((key) => recent.get(key, 0)?.key ?? null)).toEqual(["a", null, "c", "d"]);
});

test("it never takes more than it may, and counts what it takes", () => {
  const recent = new RecentAnswers();
  recent.limit(4096);
  recent.put(answer("small", 100));
  recent.put(answer("small", 200));
  expect([recent.size, recent.bytes]).toEqual([1, 1224]);

  recent.put(answer("huge", 10_000));
  expect(recent.bytes).toBeLessThanOrEqual(4096);
  recent.put(answer("other", 100));
  recent.limit(0);
  expect([recent.size, recent.bytes]).toEqual([0, 0]);
});

test("what is over is not there any more", () => {
  const recent = new RecentAnswers();
  recent.limit(4096);
  recent.put(answer("a"));

  expect(recent.get("a", 999)).not.toBeNull();
  expect(recent.get("a", 1000)).toBeNull();
  expect(recent.bytes).toBe(0);
});

test("D-15: an answer of a time that is still to come is none: its clock was put back since", () => {
  const recent = new RecentAnswers();
  recent.limit(4096);
  const noon = 1_800_000_000_000;
  recent.put({ ...answer("a"), storedAt: noon, endsAt: noon + 600_000 });

  expect(recent.get("a", noon - 1000)).not.toBeNull();
  expect(recent.get("a", noon - 86_400_000)).toBeNull();
  expect(recent.size).toBe(0);
});

test("one goes, and all go", () => {
  const recent = new RecentAnswers();
  recent.limit(1024 * 1024);
  for (const key of ["a", "b", "c"]) recent.put(answer(key, 10));

  expect([recent.remove("b"), recent.remove("b")]).toEqual([true, false]);
  recent.clear();
  expect([recent.size, recent.bytes]).toEqual([0, 0]);
});
