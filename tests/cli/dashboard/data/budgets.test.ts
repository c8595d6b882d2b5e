import { expect, test } from "bun:test";
import { fullestBudget } from "../../../../cli/dashboard/data/budgets.ts";
import { noData } from "../../../../cli/dashboard/data/data.ts";
import { budgetState, budgetSum } from "../../../support/dashboard-budgets.ts";

const { data } = budgetState({ columns: 80, rows: 24 });

test("the fullest budget of a day or a month is the one to look at; one of a session is its own matter", () => {
  const { status } = data;
  if (status?.budgets === undefined) throw new Error("The scene has budgets.");
  const sums = [{ ...budgetSum, id: "talk/s_1", per: "session" as const, share: 1 }, budgetSum];

  expect(fullestBudget({ ...data, status: { ...status, budgets: { ...status.budgets, sums } } })).toBe(budgetSum);
  expect(fullestBudget(noData)).toBeNull();
});
