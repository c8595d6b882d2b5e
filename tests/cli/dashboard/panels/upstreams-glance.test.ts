import { expect, test } from "bun:test";
import { upstreamsGlance } from "../../../../cli/dashboard/panels/upstreams-glance.ts";
import { panelText } from "../../../support/dashboard.ts";
import { sceneNow, sceneOf, sceneState } from "../../../support/dashboard-scenes.ts";

test("what is in use comes first, then what is in trouble; what has no room is counted", () => {
  const state = sceneState(sceneOf("trouble"), { columns: 120, rows: 40 });

  const lines = panelText(upstreamsGlance, state, sceneNow, { columns: 48, rows: 3 });

  expect(lines[0]).toMatch(/^ \* zai-intl +FAILS 12s +92 ms +50\.0%$/);
  expect(lines[1]).toMatch(/^ {3}openai +DOWN 2m05 +- +66\.7%$/);
  expect(lines[2]).toBe("   … and 2 more");
});
