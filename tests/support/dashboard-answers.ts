import { keyOf, type Question } from "../../cli/dashboard/data/answers.ts";
import { screenOf } from "../../cli/dashboard/screens/index.ts";
import type { State } from "../../cli/dashboard/state.ts";
import { after } from "./dashboard.ts";

/** The sizes that every screen is looked at in. */
export const sizes = [
  { columns: 40, rows: 10 },
  { columns: 60, rows: 20 },
  { columns: 80, rows: 24 },
  { columns: 120, rows: 40 },
  { columns: 200, rows: 60 },
] as const;

/** The state after the questions of its screen have been answered; undefined = not yet. */
export const answered = (state: State, now: number, answer: (question: Question) => unknown): State =>
  after(
    state,
    screenOf(state)
      .questions(state, now)
      .flatMap((question) => {
        const value = answer(question);
        return value === undefined ? [] : [{ type: "answered", key: keyOf(question), value } as const];
      }),
    now,
  ).state;

/** The room between the first line and the last two of a picture: what a screen itself shows. */
export const bodyOf = (picture: string): string => picture.split("\n").slice(1, -2).join("\n");
