import { expect, test } from "bun:test";
import { alertsPanel } from "../../../../cli/dashboard/panels/alerts.ts";
import { panelText } from "../../../support/dashboard.ts";
import { sceneNow, sceneOf, sceneState } from "../../../support/dashboard-scenes.ts";

const shown = (columns: number, rows: number, now = sceneNow) =>
  panelText(alertsPanel, sceneState(sceneOf("trouble"), { columns: 80, rows: 24 }), now, { columns, rows });

test("a limit says when it ends, and how often it was met", () => {
  expect(shown(100, 20).join("\n")).toContain("zai-cn answered 429, resets in 41s (2 requests)");
  expect(shown(100, 20, sceneNow + 42_000).join("\n")).toContain("zai-cn answered 429 (2 requests)");
});

test("what a lost cache costs is shown whole, the sentence before it gives way", () => {
  const line = shown(60, 20).find((text) => text.includes("cache of")) ?? "";

  expect(line).toMatch(/…, \$0\.041 more$/);
});

test("in a narrow place the time gives way to the words", () => {
  expect(shown(40, 1)).toEqual(["! the proxy is stopping: what runs may …"]);
  expect(shown(78, 1)[0]).toMatch(/^ ! \d\d:\d\d:\d\d {2}the proxy is stopping/);
});

test("where all is well that is what it says", () => {
  const empty = sceneState(sceneOf("empty"), { columns: 80, rows: 24 });

  expect(panelText(alertsPanel, empty, sceneNow, { columns: 40, rows: 1 })).toEqual([" nothing out of the ordinary"]);
});
