import { expect, test } from "bun:test";
import { keyOf } from "../../../../cli/dashboard/data/answers.ts";
import { after, hearing, over, pressing } from "../../../support/dashboard.ts";
import { budgetAsk, budgetState } from "../../../support/dashboard-budgets.ts";
import { sceneNow as now } from "../../../support/dashboard-scenes.ts";

/** Nobody answers a question that has just come up. */
const later = now + 1000;
const size = { columns: 80, rows: 24 };
const asked = () => after(budgetState(size), hearing({ type: "budget-asked", ask: budgetAsk }), now).state;

test("a person is asked as soon as a request waits, at every size", () => {
  for (const one of [size, { columns: 40, rows: 10 }])
    expect(
      over(after(budgetState(one), hearing({ type: "budget-asked", ask: budgetAsk }), now).state, now),
    ).toMatchSnapshot();
});

test.each([
  ["a", "allowBudget"],
  ["s", "stopBudget"],
] as const)("%s answers it for everybody who waits", async (key, call) => {
  const { state, effects } = after(asked(), pressing(key), later);
  const [effect] = effects;
  const called: unknown[] = [];
  const client = { [call]: async (ask: unknown) => void called.push(ask) };
  if (effect?.type !== "ask") throw new Error("Nothing is asked of the daemon.");
  await effect.with(client as never);

  expect(state.overlay).toBeNull();
  expect(called).toEqual([expect.objectContaining({ about: "q_7f3a" })]);
});

test("who closes it leaves the question to others, and an answer of theirs closes it", () => {
  expect(after(asked(), pressing("esc"), later)).toMatchObject({ state: { overlay: null }, effects: [] });
  const answered = { type: "budget-answered", id: "q_7f3a", about: "daily", answered: "allowed" } as const;

  expect(after(asked(), hearing(answered), now).state.overlay).toBeNull();
  expect(after(asked(), hearing({ ...answered, id: "q_other" }), now).state.overlay?.kind).toBe("budget-ask");
});

test("what somebody has open stays, and the alert tells of it", () => {
  const open = after(budgetState(size), pressing("?"), now).state;

  const { state } = after(open, hearing({ type: "budget-asked", ask: budgetAsk }), now);

  expect(state.overlay?.kind).toBe("help");
  expect(state.data.alerts[0]?.text).toContain('The budget "daily" is used up');
});

/** A dashboard that the daemon has told that this question waits. */
const waiting = (state = budgetState(size)) => {
  const { status } = state.data;
  if (status?.budgets === undefined) throw new Error("The scene has budgets.");
  return answered(state, { ...status, budgets: { ...status.budgets, asks: [budgetAsk] } });
};
const answered = (state: ReturnType<typeof budgetState>, status: unknown) =>
  after(state, [{ type: "answered", key: keyOf({ name: "status", ask: {} }), value: status }], now).state;

test("it comes up as soon as what was open is closed, and once put off not again", () => {
  const open = waiting(after(budgetState(size), pressing("?"), now).state);

  const shown = after(open, pressing("esc"), now).state;
  const putOff = after(shown, pressing("esc"), later).state;

  expect([open.overlay?.kind, shown.overlay?.kind, putOff.overlay]).toEqual(["help", "budget-ask", null]);
  expect(waiting(putOff).overlay).toBeNull();
});

test("who has put it off finds it among the alerts", () => {
  const putOff = after(waiting(), pressing("esc"), later).state;

  expect(after(putOff, pressing("a", "enter"), later).state.overlay).toMatchObject({ kind: "budget-ask" });
  const gone = { ...putOff, data: { ...putOff.data, status: budgetState(size).data.status } };
  expect(after(gone, pressing("a", "enter"), later).state).toMatchObject({
    overlay: null,
    toasts: [{ text: "Nobody waits for that answer any more." }],
  });
});

test("a key that was meant for the screen below answers nothing", () => {
  const { state, effects } = after(asked(), pressing("s", "a"), now);

  expect([state.overlay?.kind, effects]).toEqual(["budget-ask", []]);
});

test("paused or not, who waits is heard of", () => {
  expect(waiting(after(budgetState(size), pressing("p"), now).state).overlay?.kind).toBe("budget-ask");
});
