import { expect, test } from "bun:test";
import { after, pressing } from "../../../support/dashboard.ts";
import { pictureAt as now, withRequests } from "../../../support/dashboard-requests.ts";
import { summary } from "../../../support/summary.ts";

const many = Array.from({ length: 60 }, (_, at) => summary({ id: `r_${at}`, startedAt: now - at * 1000 }));
const start = withRequests({ columns: 80, rows: 24 }, many, []);
const chosen = (...keys: readonly string[]) => after(start, pressing(...keys), now).state.lists["requests"]?.chosen;

test.each([
  [["j"], "r_1"],
  [["down", "down", "k"], "r_1"],
  [["j", "j", "up"], "r_1"],
  [["end"], "r_59"],
  [["end", "j"], "r_59"],
  [["end", "pageup", "pagedown"], "r_59"],
  [["end", "home"], null],
  [["j", "g"], null],
  [["j", "G"], null],
  [["j", "pageup"], null],
] as const)("%p", (keys, id) => {
  expect(chosen(...keys)).toBe(id);
});

test("a page is as many as are seen, by either name of the key", () => {
  const page = Number(chosen("pagedown")?.slice(2));

  expect(page).toBeGreaterThan(2);
  expect(chosen("C-f")).toBe(`r_${page}`);
  expect(chosen("C-f", "C-f", "C-b")).toBe(`r_${page}`);
});

test("an empty list takes every key and stays where it is", () => {
  const empty = withRequests({ columns: 80, rows: 24 }, [], []);

  for (const key of ["j", "k", "end", "G", "pagedown", "enter"])
    expect(after({ ...empty, view: "sessions" }, pressing(key), now)).toMatchObject({
      effects: [],
      state: { path: [] },
    });
});
