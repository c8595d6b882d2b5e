import type { Answer, Ask, StatsGroup } from "../../../src/control/contract.ts";
import { dayOf, zoneHere } from "../../output/units.ts";
import { lastHours, type Period, today } from "../../period.ts";
import type { State, StatsChoice } from "../state.ts";
import { answerTo, type Question } from "./answers.ts";

/** The times that one can choose, the shortest first. */
export const periods = ["today", "24 hours", "7 days", "30 days"] as const satisfies readonly StatsChoice["period"][];

const hours: Readonly<Record<StatsChoice["period"], number>> = {
  today: 0,
  "24 hours": 24,
  "7 days": 24 * 7,
  "30 days": 24 * 30,
};

const minuteMs = 60_000;

/** The chosen time up to this minute: what is asked about it stays the same for as long. */
export const periodOf = ({ stats: { period } }: State, now: number): Period => {
  const minute = Math.floor(now / minuteMs) * minuteMs;
  return period === "today" ? today(minute) : lastHours(hours[period], minute);
};

/** Whether charts go by hours; where these would be too many they go by days. */
const timeOf = ({ stats }: State): "day" | "hour" => (stats.period === "30 days" ? "day" : "hour");

type Asked = Ask<"stats">;

const tableAsk = (state: State, now: number): Asked => ({
  since: periodOf(state, now).since,
  by: state.stats.by,
  zone: zoneHere(),
});
const timesAsk = (state: State, now: number): Asked => ({ ...tableAsk(state, now), by: timeOf(state) });
const beforeAsk = (state: State, now: number): Asked => {
  const { since, until } = periodOf(state, now).before;
  return { since, until, by: "status" };
};

/** A longer time changes less, and takes longer to add up. */
const freshMs = ({ stats: { period } }: State): number => (period === "today" || period === "24 hours" ? 2000 : 10_000);

/** What the statistics on the screen are made of. */
export const statsQuestions = (state: State, now: number): readonly Question[] => {
  const ask = (one: Asked, ms = freshMs(state)): Question => ({ name: "stats", ask: one, freshMs: ms });
  const times = state.stats.by === timeOf(state) ? [] : [ask(timesAsk(state, now))];
  return [ask(tableAsk(state, now)), ...times, ask(beforeAsk(state, now), minuteMs)];
};

/** The answer to a question about this minute, or to the same about the one before while that is asked. */
const lately = (state: State, now: number, ask: (state: State, now: number) => Asked): Answer<"stats"> | null =>
  answerTo(state.data.answers, "stats", ask(state, now)) ??
  answerTo(state.data.answers, "stats", ask(state, now - minuteMs));

/** The groups of the chosen time; null = not told yet. */
export const statsOf = (state: State, now: number) => lately(state, now, tableAsk);

/** All requests of the time before; null = not told yet. */
export const beforeOf = (state: State, now: number): StatsGroup | null => lately(state, now, beforeAsk)?.total ?? null;

/** An hour or a day of the chosen time; null = nothing happened in it. */
export type Bin = { readonly at: number; readonly group: StatsGroup | null };

/** The chosen time in hours or days, the oldest first; null = not told yet. */
export const timesOf = (
  state: State,
  now: number,
): { readonly by: "day" | "hour"; readonly bins: readonly Bin[] } | null => {
  const by = timeOf(state);
  const stats = lately(state, now, timesAsk);
  if (stats === null) return null;
  const { since } = periodOf(state, now);
  const groups = new Map(stats.groups.map((group) => [by === "day" ? group.name : Date.parse(group.name), group]));
  const starts = by === "day" ? days(since, now) : hoursFrom(since, now);
  return { by, bins: starts.map((at) => ({ at, group: groups.get(by === "day" ? dayOf(at) : at) ?? null })) };
};

const hourMs = 3_600_000;

const hoursFrom = (since: number, now: number): readonly number[] => {
  const first = new Date(since).setMinutes(0, 0, 0);
  return Array.from({ length: Math.floor((now - first) / hourMs) + 1 }, (_, index) => first + index * hourMs);
};

const days = (since: number, now: number): readonly number[] => {
  const starts: number[] = [];
  for (const day = new Date(new Date(since).setHours(0, 0, 0, 0)); day.getTime() <= now; day.setDate(day.getDate() + 1))
    starts.push(day.getTime());
  return starts;
};
