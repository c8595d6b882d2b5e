import type { SessionView } from "../../../src/control/contract.ts";
import { today } from "../../period.ts";
import { answerTo, type Question } from "../data/answers.ts";
import type { SessionsPeriod, State } from "../state.ts";

/** The times that one can choose, the shortest first. */
export const periods = ["today", "24 hours", "7 days"] as const satisfies readonly SessionsPeriod[];

const hourMs = 3_600_000;

const sinceOf = ({ sessionsOf }: State, now: number): number => {
  if (sessionsOf === "today") return today(now).since;
  return now - (sessionsOf === "24 hours" ? 24 : 7 * 24) * hourMs;
};

/** What the list is asked for: from the full hour on, so that it stays the same question for as long. */
export const sessionsQuestion = (state: State, now: number): Question<"sessions"> => ({
  name: "sessions",
  ask: { since: Math.floor(sinceOf(state, now) / hourMs) * hourMs, limit: 200 },
  freshMs: 2000,
});

/** The sessions of the chosen time, the latest used first; null = not told yet. */
export const sessionsIn = (state: State, now: number): readonly SessionView[] | null => {
  const { answers } = state.data;
  const told =
    answerTo(answers, "sessions", sessionsQuestion(state, now).ask) ??
    answerTo(answers, "sessions", sessionsQuestion(state, now - hourMs).ask); // while that of a new hour is asked
  const since = sinceOf(state, now);
  return told?.filter(({ lastAt }) => (lastAt ?? 0) >= since) ?? null;
};
