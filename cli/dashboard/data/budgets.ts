import type { BudgetSum } from "../../../src/control/contract.ts";
import type { Data } from "./data.ts";

/** The fullest budget of the day or the month; null where none is set. */
export const fullestBudget = ({ status }: Data): BudgetSum | null =>
  status?.budgets?.sums.find(({ per }) => per === "day" || per === "month") ?? null;
