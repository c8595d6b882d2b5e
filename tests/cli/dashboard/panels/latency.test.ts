import { expect, test } from "bun:test";
import { todayByUpstream } from "../../../../cli/dashboard/data/today.ts";
import { latencyPanel } from "../../../../cli/dashboard/panels/latency.ts";
import { waited } from "../../../../cli/output/units.ts";
import { panelText } from "../../../support/dashboard.ts";
import { sceneNow, sceneOf, sceneState } from "../../../support/dashboard-scenes.ts";

test("the times of the day are those of `stats`", () => {
  const state = sceneState(sceneOf("busy"), { columns: 120, rows: 40 });
  const total = todayByUpstream(state.data)?.total;

  const [, first, whole] = panelText(latencyPanel, state, sceneNow, { columns: 38, rows: 4 });

  const cellsOf = (...times: readonly (number | null | undefined)[]) => times.map((ms) => waited(ms ?? null));
  expect(first?.split(/ {2,}/)).toEqual([" TTFT", ...cellsOf(total?.ttftP50Ms, total?.ttftP95Ms, total?.ttftP99Ms)]);
  expect(whole?.split(/ {2,}/)).toEqual([" total", ...cellsOf(total?.p50Ms, total?.p95Ms, total?.p99Ms)]);
});

test("of no request nothing is known", () => {
  const state = sceneState(sceneOf("empty"), { columns: 120, rows: 40 });

  const [, first, whole] = panelText(latencyPanel, state, sceneNow, { columns: 38, rows: 4 });

  expect([first, whole].map((row) => row?.replaceAll(" ", ""))).toEqual(["TTFT---", "total---"]);
});
