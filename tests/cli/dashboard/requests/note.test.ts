import { expect, test } from "bun:test";
import { emptyResult, requestsNote, total } from "../../../../cli/dashboard/requests/note.ts";
import { after, hearing, pressing } from "../../../support/dashboard.ts";
import { pictureAt as now, withRequests } from "../../../support/dashboard-requests.ts";
import { summary } from "../../../support/summary.ts";

const state = withRequests({ columns: 120, rows: 40 });
const note = (keys: readonly string[], columns = 120) =>
  requestsNote(after(state, pressing(...keys), now).state, now, columns);
const cut = ["f", ..."st:cut", "enter"];

test.each([
  [[], "f filter: none   sort: time   following"],
  [["s"], "f filter: none   sort: cost"],
  [["S"], "f filter: none   sort: time reversed"],
  [["j"], "f filter: none   sort: time   G follows"],
  [["/", ..."gpt", "enter"], "/gpt   f filter: none   sort: time   G follows"],
  [cut, "filter: st:cut  1 of 9   sort: time   following"],
] as const)("%p", (keys, text) => {
  expect(note(keys)).toBe(text);
});

test("with little room the filter's count stays longest, and no word is cut", () => {
  expect([80, 60, 40, 20].map((columns) => note(cut, columns))).toEqual([
    "filter: st:cut  1 of 9   sort: time   following",
    "filter: st:cut  1 of 9   following",
    "filter: 1 of 9",
    "",
  ]);
});

test("what came in above is counted while one looks further down", () => {
  const fresh = [1, 2].map(
    (at) => ({ type: "request-ended", request: summary({ id: `r_n${at}`, startedAt: now }) }) as const,
  );
  const later = after(after(state, pressing("j"), now).state, hearing(...fresh), now).state;

  expect(requestsNote(later, now, 120)).toContain("2 new above, G follows");
});

test("a count is of all that is known here, and says so where that is not all there were", () => {
  const many = Array.from({ length: 500 }, (_, at) => summary({ id: `r_${at}`, startedAt: now - at }));
  const full = withRequests({ columns: 120, rows: 40 }, many, []);

  expect([total(state), total(full)]).toEqual(["9", "the latest 500"]);
  expect(emptyResult({ ...full, filter: "st:cut" })).toBe('0 of the latest 500 match "st:cut"');
});
