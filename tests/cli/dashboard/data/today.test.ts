import { expect, test } from "bun:test";
import { noData } from "../../../../cli/dashboard/data/data.ts";
import { todayByUpstream, todayQuestions } from "../../../../cli/dashboard/data/today.ts";
import { sceneOf, sceneState } from "../../../support/dashboard-scenes.ts";

test("the day begins where the daemon says; before it does nothing is asked", () => {
  const { data } = sceneState(sceneOf("busy"), { columns: 120, rows: 40 });

  expect(todayQuestions(noData)).toEqual([]);
  expect(todayQuestions(data)[0]?.ask).toEqual({ since: data.status?.today?.since ?? 0, by: "upstream" });
  expect(todayByUpstream(data)?.total.requests).toBe(data.status?.today?.requests ?? -1);
});
