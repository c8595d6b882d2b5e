import { expect, test } from "bun:test";
import { listedRequests } from "../../../../cli/dashboard/data/requests.ts";
import { type SortName, sortNames } from "../../../../cli/dashboard/requests/list-state.ts";
import { matching, shownRequests } from "../../../../cli/dashboard/requests/shown.ts";
import { pictureAt as now, withRequests } from "../../../support/dashboard-requests.ts";

const state = withRequests({ columns: 80, rows: 24 });
const ids = (sort: SortName, isReversed = false, filter = "") =>
  shownRequests({ ...state, filter, requestList: { ...state.requestList, sort, isReversed } }, now).map(({ id }) => id);

test.each([
  ["cost", "r_cut", "r_unknown"],
  ["time", "r_unknown", "r_refused"],
  ["in", "r_unknown", "r_limited"],
  ["out", "r_unknown", "r_limited"],
  ["ttft", "r_cut", "r_limited"],
] as const)("by %s the largest is first, and what has none is behind all others", (sort, first, none) => {
  expect(ids(sort)[0]).toBe(first);
  expect(ids(sort).indexOf(none)).toBeGreaterThan(ids(sort).indexOf(first));
});

test("what is not known is last, whichever way round", () => {
  const unknown = ["r_limited", "r_down", "r_refused"];

  for (const isReversed of [false, true])
    expect(ids("ttft", isReversed).slice(-3).toSorted()).toEqual(unknown.toSorted());
  expect(ids("ttft", true)[0]).toBe("r_small");
});

test("names go by the alphabet", () => {
  expect(ids("upstream")[0]).toBe("r_cut");
  expect([ids("model")[0], ids("model", true).at(-2)]).toEqual(["r_unknown", "r_unknown"]);
});

test("no order loses or doubles a request", () => {
  for (const sort of sortNames)
    for (const isReversed of [false, true]) expect(ids(sort, isReversed).toSorted()).toEqual(ids("at").toSorted());
});

test("a filter and an order go together; one that cannot be read hides nothing", () => {
  expect(ids("cost", false, "client:codex")).toEqual(["r_cut", "r_aborted"]);
  expect(matching(listedRequests(state.data), "st:(", now).length).toBe(9);
});

test("asked again about the same it is the same list, so that a picture costs no sorting", () => {
  const sorted = { ...state, requestList: { ...state.requestList, sort: "cost" } } as const;

  expect(shownRequests(sorted, now)).toBe(shownRequests(sorted, now));
});
