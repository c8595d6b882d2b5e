import { expect, test } from "bun:test";
import type { List } from "../../../cli/dashboard/screen.ts";
import { found, matchesIn } from "../../../cli/dashboard/search.ts";
import { to } from "../../../cli/dashboard/step.ts";
import { stateOf } from "../../support/dashboard.ts";

const now = 1_800_000_000_000;
const texts = ["Apple", "pear", "apple pie", "plum"];
const list: List = {
  name: "fruit",
  items: () => texts.map((_, at) => String(at)),
  textOf: (id) => texts[Number(id)] ?? "",
  page: () => 10,
  open: () => to,
};
const at = (chosen: string | null) => ({
  ...stateOf({ columns: 80, rows: 24 }),
  lists: { fruit: { chosen, row: 0, newest: null } },
});
const next = (chosen: string | null, text: string, towards: 0 | 1 | -1) =>
  found(list, at(chosen), now, text, towards).state.lists["fruit"]?.chosen;

test("letters are found whether they are large or small; nothing is found in nothing", () => {
  expect(matchesIn(list, at(null), now, "APPLE")).toEqual(["0", "2"]);
  expect(matchesIn(list, at(null), now, "")).toEqual([]);
  const { textOf: _, ...blind } = list;
  expect(matchesIn(blind, at(null), now, "apple")).toEqual([]);
});

test.each([
  ["0", 0, "0"],
  ["1", 0, "2"],
  ["0", 1, "2"],
  ["2", 1, "0"],
  ["2", -1, "0"],
  ["0", -1, "2"],
] as const)("from %s, %d: %s", (chosen, towards, expected) => {
  expect(next(chosen, "apple", towards)).toBe(expected);
});

test("what is nowhere leaves the choice where it is, and says so", () => {
  const { state } = found(list, at("1"), now, "melon", 1);

  expect(state.lists["fruit"]?.chosen).toBe("1");
  expect(state.toasts.at(-1)?.text).toBe('"melon" is nowhere in what is listed');
});
