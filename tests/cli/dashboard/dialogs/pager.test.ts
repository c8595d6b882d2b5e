import { expect, test } from "bun:test";
import type { State } from "../../../../cli/dashboard/state.ts";
import { after, over, pressing, stateOf } from "../../../support/dashboard.ts";

const now = 1_800_000_000_000;
const lines = Array.from({ length: 100 }, (_, at) => `line ${at}`);
const reading = (some: readonly string[], ...keys: readonly string[]): State =>
  after(
    { ...stateOf({ columns: 80, rows: 24 }), overlay: { kind: "pager", title: "Said", lines: some, top: 0 } },
    pressing(...keys),
    now,
  ).state;
const first = (...keys: readonly string[]): string => /line \d+/.exec(over(reading(lines, ...keys), now))?.[0] ?? "";

test.each([
  [["j"], "line 1"],
  [["down", "down", "up"], "line 1"],
  [["pagedown"], "line 16"],
  [["space", "pageup"], "line 0"],
  [["k", "k"], "line 0"],
] as const)("%p", (keys, line) => {
  expect(first(...keys)).toBe(line);
});

test("its end can be read, is not left behind, and the border says where one is", () => {
  const end = over(reading(lines, ...Array<string>(20).fill("pagedown")), now);

  expect(end).toContain("line 99");
  expect(end).toContain("line 85"); // the last page is a full one
  expect(end).toContain("100 of 100");
  expect(over(reading(lines), now)).toMatch(/\d+ of 100/);
});

test("a short text is as high as it has to be", () => {
  expect(over(reading(["one", "two"]), now).split("\n").length).toBe(4);
});

test.each(["q", "enter", "esc"])("%s closes it", (key) => {
  expect(reading(lines, key).overlay).toBeNull();
});
