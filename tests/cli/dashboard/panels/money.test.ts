import { expect, test } from "bun:test";
import { burnMicros } from "../../../../cli/dashboard/data/series.ts";
import { moneyPanel } from "../../../../cli/dashboard/panels/money.ts";
import { panelText } from "../../../support/dashboard.ts";
import { budgetState } from "../../../support/dashboard-budgets.ts";
import { sceneNow, sceneOf, sceneState } from "../../../support/dashboard-scenes.ts";

const state = sceneState(sceneOf("busy"), { columns: 120, rows: 40 });
const shown = (columns: number) => panelText(moneyPanel, state, sceneNow, { columns, rows: 4 });

test("what goes on like the last hour is told up to midnight, as the estimate that it is", () => {
  const [, , burn = ""] = shown(60);

  const hours = (new Date(sceneNow).setHours(24, 0, 0, 0) - sceneNow) / 3_600_000;
  const then = ((state.data.status?.today?.costMicros ?? 0) + (burnMicros(state.data) ?? 0) * hours) / 1e6;
  expect(burn).toMatch(/burn {4}~\$[\d.,]+\/h → ~\$[\d,]+\.\d\d by 24:00/);
  expect(Number(burn.match(/→ ~\$([\d,.]+)/)?.[1]?.replaceAll(",", ""))).toBeCloseTo(then, 1);
});

test("where there is little room words go and numbers stay whole", () => {
  expect(shown(60)[0]).toContain("+ 93 requests of unknown cost");
  expect(shown(34)[0]).toContain("+ 93 unknown");
  for (let columns = 24; columns < 60; columns++) expect(shown(columns)[2]).toMatch(/(\/h|\.\d\d|24:00)$/);
});

test("a budget is a bar with its limit, where one is set", () => {
  const lines = panelText(moneyPanel, budgetState({ columns: 120, rows: 40 }), sceneNow, { columns: 60, rows: 8 });

  expect(lines.filter((line) => line.includes("budget"))).toEqual([" budget  |#######.......|  $12.00  daily"]);
  expect(shown(60).some((line) => line.includes("budget"))).toBe(false);
});
