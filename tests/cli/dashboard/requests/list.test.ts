import { expect, test } from "bun:test";
import { requestList } from "../../../../cli/dashboard/requests/list.ts";
import { pictureAt as now, withRequests } from "../../../support/dashboard-requests.ts";

const list = requestList(() => 5);
const state = withRequests({ columns: 80, rows: 24 });

test("what runs is in it with what has ended, the newest first, as far as the filter wants them", () => {
  expect(list.items(state, now).slice(0, 3)).toEqual(["r_running", "r_ok", "r_limited"]);
  expect(list.items({ ...state, filter: "st:cut" }, now)).toEqual(["r_cut"]);
});

test("a search looks at what stands in the line; of what is gone there is nothing to look at", () => {
  expect(list.textOf?.("r_cut", state, now)).toContain("claude-sonnet-4-5");
  expect(list.textOf?.("r_gone", state, now)).toBe("");
});

test("one goes into a request at its summary, however the one before was looked at", () => {
  const looked = { ...state, requestView: { tab: "usage", top: 9, turn: 3, unfolded: [1] } } as const;

  const inside = list.open("r_cut")(looked, now).state;

  expect(inside.path).toEqual([{ kind: "request", id: "r_cut" }]);
  expect(inside.requestView).toEqual({ tab: "summary", top: 0, turn: 0, unfolded: [] });
});
