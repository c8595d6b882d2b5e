import { expect, test } from "bun:test";
import { tokensPanel } from "../../../../cli/dashboard/panels/tokens.ts";
import { panelText } from "../../../support/dashboard.ts";
import { sceneNow, sceneOf, sceneState } from "../../../support/dashboard-scenes.ts";

test("bars are as long as their numbers; a little is still seen", () => {
  const state = sceneState(sceneOf("calm"), { columns: 120, rows: 40 });

  const bars = panelText(tokensPanel, state, sceneNow, { columns: 38, rows: 4 }).map(
    (text) => text.split("█").length - 1,
  );

  expect(bars).toEqual([20, 19, 1, 1]);
});

test("unknown is no bar and no zero", () => {
  const state = sceneState(sceneOf("calm"), { columns: 120, rows: 40 });
  const { status } = state.data;
  const today = status?.today == null ? null : { ...status.today, inputTokens: null };
  const unknown = { ...state, data: { ...state.data, status: status === null ? null : { ...status, today } } };

  expect(panelText(tokensPanel, unknown, sceneNow, { columns: 38, rows: 4 })[0]).toBe(" in           -");
});
