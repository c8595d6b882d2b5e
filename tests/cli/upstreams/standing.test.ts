import { expect, test } from "bun:test";
import { reasonWords, standingWords } from "../../../cli/upstreams/standing.ts";
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
