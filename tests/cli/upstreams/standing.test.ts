import { expect, test } from "bun:test";
import { keyWords, movedWords, reasonWords, standingWords } from "../../../cli/upstreams/standing.ts";
import { type Standing, unknownStanding } from "../../../src/state/standings.ts";

const now = 1_000_000;
const words = (standing: Partial<Standing>) => {
  const whole = { ...unknownStanding, ...standing };
  return [standingWords(whole, now), reasonWords(whole)];
};

test("each state has its word, with how long it has been so or will be", () => {
  expect(words({})).toEqual(["-", ""]);
  expect(words({ state: "ok" })).toEqual(["ok", ""]);
  expect(words({ state: "limited", sinceAt: now - 5, untilAt: now + 41_000 })).toEqual(["limited 41s", ""]);
  expect(words({ state: "limited", sinceAt: now - 5 })).toEqual(["limited", ""]);
  expect(words({ state: "failing", sinceAt: now - 125_000, reason: "status_529" })).toEqual([
    "FAILS 2m05",
    "(status 529)",
  ]);
  expect(words({ state: "down", sinceAt: now - 125_000, reason: "upstream_refused" })).toEqual([
    "DOWN 2m05",
    "(connection refused)",
  ]);
});

test("a reason without words of its own is said as it is called, and a clock that went back counts as now", () => {
  expect(words({ state: "down", sinceAt: now + 9, reason: "upstream_redirect" })).toEqual([
    "DOWN 0s",
    "(upstream redirect)",
  ]);
});

test("of several keys it is told how many there are, and how many rest", () => {
  const rests = (key: string) => ({ state: "limited" as const, key, model: "m", status: 429, untilAt: now });

  expect(keyWords({ key: null })).toBeNull();
  expect(keyWords({ key: "...1", keys: ["...1"], cooling: [rests("...1")] })).toBe("...1");
  expect(keyWords({ key: "...1", keys: ["...1", "...2", "...3"] })).toBe("...1 and 2 more");
  expect(keyWords({ key: "...1", keys: ["...1", "...2"], cooling: [rests("...2"), rests("...2")] })).toBe(
    "...1 and 1 more, 1 rests",
  );
});

test("why a request went elsewhere is told in words, a budget and a limit too", () => {
  expect(["limited", "budget", "limit", "refused"].map(movedWords)).toEqual([
    "it answered 429",
    "its budget is used up",
    "its own limit is reached",
    "connection refused",
  ]);
});
