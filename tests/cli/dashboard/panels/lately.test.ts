import { expect, test } from "bun:test";
import { latelyPanel } from "../../../../cli/dashboard/panels/lately.ts";
import { panelText } from "../../../support/dashboard.ts";
import { sceneNow as now } from "../../../support/dashboard-scenes.ts";
import { upstreamScene } from "../../../support/dashboard-upstreams.ts";

const size = { columns: 80, rows: 10 };
const at = (...keys: readonly string[]) => {
  const state = upstreamScene({ columns: 80, rows: 24 }, { keys });
  return { title: latelyPanel(state, now, size).title, rows: panelText(latelyPanel, state, now, size) };
};

test("requests to the chosen upstream, and to no other; of auto all of them", () => {
  const [chosen, all] = [at("j"), at("end")];

  expect([chosen.title, all.title]).toEqual(["Latest requests to zai-cn", "Latest requests"]);
  expect(chosen.rows.filter((row) => /\d\d:\d\d:\d\d/.test(row)).length).toBe(1);
  expect(all.rows.filter((row) => /\d\d:\d\d:\d\d/.test(row)).length).toBe(7);
});

test("an upstream that nobody has used lately says so", () => {
  expect(at(..."jjjjj").rows.join(" ")).toContain("none lately");
});
