import type { State } from "../../cli/dashboard/state.ts";
import type { BudgetAsk, BudgetSum } from "../../src/control/contract.ts";
import { sceneNow, sceneOf, sceneState } from "./dashboard-scenes.ts";

/** A day of twelve dollars, half spent. */
export const budgetSum: BudgetSum = {
  ...{ id: "daily", name: "daily", per: "day", who: null, onOver: "pause", warnAt: 0.8 },
  ...{ limits: { dollars: 12_000_000 }, allowed: {}, unknownCost: 0, tellsUnknown: true },
  spent: { dollars: 6_000_000, tokens: 0, requests: 0, minutes: 0 },
  ...{ share: 0.5, isOver: false, isStopped: false, endsAt: null },
};

/** A request that waits for a person. */
export const budgetAsk: BudgetAsk = {
  ...{ id: "q_7f3a", about: "daily", why: 'The budget "daily" is used up: $12.02 of $12.00 today.' },
  ...{ client: "claude-cli", model: "claude-sonnet-4-5", session: "s_19ab" },
  ...{ since: sceneNow - 10_000, until: sceneNow + 110_000 },
};

/** A busy day with a budget. */
export const budgetState = (size: { readonly columns: number; readonly rows: number }): State => {
  const state = sceneState(sceneOf("busy"), size);
  const { status } = state.data;
  const budgets = { set: 1, sums: [budgetSum], asks: [], stopped: [] };
  return { ...state, data: { ...state.data, status: status === null ? null : { ...status, budgets } } };
};
