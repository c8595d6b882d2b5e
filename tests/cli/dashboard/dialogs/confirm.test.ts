import { expect, test } from "bun:test";
import { asking } from "../../../../cli/dashboard/dialogs/confirm.ts";
import { to } from "../../../../cli/dashboard/step.ts";
import { after, over, pressing, stateOf } from "../../../support/dashboard.ts";

const now = 1_800_000_000_000;
const asked = (size: { columns: number; rows: number }) =>
  asking(stateOf(size), {
    title: "Cancel r_8f3k2q?",
    effect: ["The client gets an error event and the vendor stops writing.", "What was written so far is billed."],
    money: "So far about $0.031.",
    yes: "Cancel it",
    act: (state) => to({ ...state, windowMinutes: 60 }),
  });

test("a question says what would happen and what it costs, at every size", () => {
  for (const size of [
    { columns: 40, rows: 10 },
    { columns: 80, rows: 24 },
  ])
    expect(over(asked(size), now)).toMatchSnapshot();
});

test("only enter and y do what was asked about", () => {
  for (const yes of ["enter", "y"]) {
    const { state } = after(asked({ columns: 80, rows: 24 }), pressing(yes), now);

    expect([state.overlay, state.windowMinutes]).toEqual([null, 60]);
  }
});

test("n, q and escape leave everything as it was, and any other key leaves the question", () => {
  for (const no of ["n", "q", "esc"]) {
    const { state } = after(asked({ columns: 80, rows: 24 }), pressing(no), now);

    expect([state.overlay, state.windowMinutes]).toEqual([null, 2]);
  }
  expect(after(asked({ columns: 80, rows: 24 }), pressing("x", "space", "j"), now).state.overlay?.kind).toBe("confirm");
});
