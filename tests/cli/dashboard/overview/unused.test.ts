import { expect, test } from "bun:test";
import { noData } from "../../../../cli/dashboard/data/data.ts";
import { isUnused } from "../../../../cli/dashboard/overview/unused.ts";
import { after, hearing, requestBegun } from "../../../support/dashboard.ts";
import { sceneNow, sceneOf, sceneState } from "../../../support/dashboard-scenes.ts";

const size = { columns: 80, rows: 24 };

test("a proxy is unused until the first request begins; of one that has not spoken nobody knows", () => {
  const empty = sceneState(sceneOf("empty"), size);
  const begun = after(empty, hearing(requestBegun("r_1", sceneNow)), sceneNow).state;

  expect([isUnused(empty.data), isUnused(begun.data), isUnused(noData)]).toEqual([true, false, false]);
});

test("what was asked for earlier today counts, though this daemon has just started", () => {
  const { data } = sceneState(sceneOf("empty"), size);
  const today = sceneState(sceneOf("calm"), size).data.status?.today ?? null;

  expect(isUnused({ ...data, status: data.status === null ? null : { ...data.status, today } })).toBe(false);
});
