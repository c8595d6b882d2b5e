import { expect, test } from "bun:test";
import { beforeOf, periodOf, periods, statsOf, statsQuestions, timesOf } from "../../../../cli/dashboard/data/stats.ts";
import type { State, StatsChoice } from "../../../../cli/dashboard/state.ts";
import { dayOf } from "../../../../cli/output/units.ts";
import type { Stats, StatsQuestion } from "../../../../src/control/contract.ts";
import { stateOf } from "../../../support/dashboard.ts";
import { answered } from "../../../support/dashboard-answers.ts";
import { groupWith } from "../../../support/figures.ts";

const now = new Date(2026, 10, 21, 15, 30, 40).getTime();
const hourMs = 3_600_000;
const of = (stats: StatsChoice): State => ({ ...stateOf({ columns: 80, rows: 24 }), view: "stats", stats });
const asked = (stats: StatsChoice, at = now): readonly StatsQuestion[] =>
  statsQuestions(of(stats), at).map(({ ask }) => ask as StatsQuestion);

test.each(periods)("%s is asked for in the same words for a whole minute", (period) => {
  const choice = { by: "model", period } as const;

  expect(asked(choice, now + 19_000)).toEqual(asked(choice, now));
  if (period !== "today") expect(asked(choice, now + 20_000)).not.toEqual(asked(choice, now));
});

test("a chosen time begins where its name says", () => {
  const since = (period: StatsChoice["period"]) => periodOf(of({ by: "model", period }), now).since;

  expect(since("today")).toBe(new Date(2026, 10, 21).getTime());
  expect((now - 40_000 - since("24 hours")) / hourMs).toBe(24);
  expect((now - 40_000 - since("30 days")) / hourMs).toBe(720);
});

test("charts go by hours, a month of them by days; nothing is asked for twice", () => {
  const by = (choice: StatsChoice) => asked(choice).map((question) => question.by);

  expect(by({ by: "model", period: "7 days" })).toEqual(["model", "hour", "status"]);
  expect(by({ by: "model", period: "30 days" })).toEqual(["model", "day", "status"]);
  expect(by({ by: "hour", period: "today" })).toEqual(["hour", "status"]);
});

test("hours in which nothing happened are there, empty", () => {
  const three = new Date(2026, 10, 21, 3).getTime();
  const hourly: Stats = { groups: [groupWith(new Date(three).toISOString(), {})], total: groupWith("total", {}, {}) };
  const state = answered(of({ by: "model", period: "today" }), now, () => hourly);

  const times = timesOf(state, now);
  expect([times?.by, times?.bins.length]).toEqual(["hour", 16]);
  expect(times?.bins.flatMap(({ at, group }) => (group === null ? [] : [at]))).toEqual([three]);
  expect([statsOf(state, now)?.total.requests, beforeOf(state, now)?.requests]).toEqual([2, 2]);
});

test("a month is made of its days, each once, the last of them today", () => {
  const state = answered(of({ by: "model", period: "30 days" }), now, () => ({
    groups: [],
    total: groupWith("total"),
  }));

  const days = (timesOf(state, now)?.bins ?? []).map(({ at }) => dayOf(at));
  expect([new Set(days).size, days.length, days.at(-1)]).toEqual([31, 31, dayOf(now)]);
});

test("what was not told yet is not known", () => {
  const state = of({ by: "model", period: "today" });

  expect([statsOf(state, now), timesOf(state, now), beforeOf(state, now)]).toEqual([null, null, null]);
});
