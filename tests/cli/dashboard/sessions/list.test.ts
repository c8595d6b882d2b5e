import { expect, test } from "bun:test";
import { keyOf } from "../../../../cli/dashboard/data/answers.ts";
import { periods, sessionsIn, sessionsQuestion } from "../../../../cli/dashboard/sessions/list.ts";
import type { SessionsPeriod, State } from "../../../../cli/dashboard/state.ts";
import { after, stateOf } from "../../../support/dashboard.ts";
import { session } from "../../../support/dashboard-sessions.ts";

const now = new Date(2026, 10, 2, 14, 2, 24).getTime();
const hourMs = 3_600_000;
const start = (sessionsOf: SessionsPeriod): State => ({ ...stateOf({ columns: 80, rows: 24 }), sessionsOf });
const idsIn = (sessionsOf: SessionsPeriod, askedAt: number, hoursAgo: readonly number[]) => {
  const key = keyOf(sessionsQuestion(start(sessionsOf), askedAt));
  const value = hoursAgo.map((hours) => session(`s_${hours}`, { lastAt: now - hours * hourMs }));
  const told = after(start(sessionsOf), [{ type: "answered", key, value }], askedAt).state;
  return sessionsIn(told, now)?.map(({ id }) => id) ?? null;
};

test.each(periods)("%s is the same question for an hour", (period) => {
  const ask = (at: number) => sessionsQuestion(start(period), at).ask;

  expect(ask(now + 20 * 60_000)).toEqual(ask(now));
  if (period !== "today") expect(ask(now + hourMs)).not.toEqual(ask(now));
});

test("those of the chosen time are shown to the minute, though the question goes by the hour", () => {
  expect(idsIn("24 hours", now, [1, 23.99, 24.01])).toEqual(["s_1", "s_23.99"]);
  expect(idsIn("today", now, [1, 14, 14.1])).toEqual(["s_1", "s_14"]);
});

test("when an hour has begun the answer of the one before stays until there is another", () => {
  expect(idsIn("7 days", now - hourMs, [1, 2])).toEqual(["s_1", "s_2"]);
  expect(idsIn("7 days", now - 3 * hourMs, [4])).toBeNull();
});
