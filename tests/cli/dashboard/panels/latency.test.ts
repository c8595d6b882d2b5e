import { expect, test } from "bun:test";
import { todayByUpstream } from "../../../../cli/dashboard/data/today.ts";
import { latencyPanel } from "../../../../cli/dashboard/panels/latency.ts";
import { waited } from "../../../../cli/output/units.ts";
import { panelText } from "../../../support/dashboard.ts";
import { sceneNow, sceneOf, sceneState } from "../../../support/dashboard-scenes.ts";

test("the times of the day are those of `stats`", () => {
  const state = sceneState(sceneOf("busy"), { columns: 120, rows: 40 });
  const total = todayByUpstream(state.data)?.total;

  const [, today, first] = panelText(latencyPanel, state, sceneNow, { columns: 38, rows: 4 });

  const times = [total?.p50Ms ?? null, total?.p95Ms ?? null, total?.p99Ms ?? null].map(waited);
  expect(today?.split(/ {2,}/)).toEqual([" today", ...times]);
  expect(first).toContain(waited(total?.ttftP50Ms ?? null));
});

test("of no request nothing is known", () => {
  const state = sceneState(sceneOf("empty"), { columns: 120, rows: 40 });

  const [, today] = panelText(latencyPanel, state, sceneNow, { columns: 38, rows: 4 });

  expect(today?.replaceAll(" ", "")).toBe("today---");
});
