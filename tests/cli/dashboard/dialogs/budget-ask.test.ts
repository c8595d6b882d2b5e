import { expect, test } from "bun:test";
import { after, hearing, over, pressing } from "../../../support/dashboard.ts";
import { budgetAsk, budgetState } from "../../../support/dashboard-budgets.ts";
import { sceneNow as now } from "../../../support/dashboard-scenes.ts";

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
  const { state, effects } = after(asked(), pressing(key), now);
  const [effect] = effects;
  const called: unknown[] = [];
  const client = { [call]: async (ask: unknown) => void called.push(ask) };
  if (effect?.type !== "ask") throw new Error("Nothing is asked of the daemon.");
  await effect.with(client as never);

  expect(state.overlay).toBeNull();
  expect(called).toEqual([expect.objectContaining({ about: "q_7f3a" })]);
});

test("who closes it leaves the question to others, and an answer of theirs closes it", () => {
  expect(after(asked(), pressing("esc"), now)).toMatchObject({ state: { overlay: null }, effects: [] });
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
