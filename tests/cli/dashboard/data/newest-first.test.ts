import { expect, test } from "bun:test";
import { mergedLists, withChanged, withItem, withoutItem } from "../../../../cli/dashboard/data/newest-first.ts";

const item = (id: string, startedAt: number, more = "") => ({ id, startedAt, more });

test("an item comes where it belongs, and the same one takes its own place", () => {
  const list = [item("c", 3), item("b", 2), item("a", 2)];

  expect(withItem(list, item("d", 2), 9).map(({ id }) => id)).toEqual(["c", "d", "b", "a"]);
  expect(withItem(list, item("a", 2, "new"), 9)).toEqual([item("c", 3), item("b", 2), item("a", 2, "new")]);
});

test("a full list drops its oldest, and does not take what is older still", () => {
  const full = [item("c", 3), item("b", 2)];

  expect(withItem(full, item("d", 4), 2).map(({ id }) => id)).toEqual(["d", "c"]);
  expect(withItem(full, item("a", 1), 2)).toBe(full);
});

test("one item is told more of, in its place; of one that is not there nothing is told", () => {
  const list = [item("b", 2), item("a", 2, "old")];

  expect(withChanged(list, { id: "a", startedAt: 2, more: "new" })).toEqual([item("b", 2), item("a", 2, "new")]);
  expect(withChanged(list, { id: "x", startedAt: 2, more: "new" })).toBe(list);
});

test("taking out what is not there changes nothing", () => {
  const list = [item("b", 2)];

  expect(withoutItem(list, item("x", 2))).toBe(list);
  expect(withoutItem(list, item("b", 2))).toEqual([]);
});

test("two lists become one in the same order", () => {
  const merged = mergedLists([item("e", 5), item("b", 2)], [item("f", 6), item("c", 3), item("a", 1)]);

  expect(merged.map(({ id }) => id).join("")).toBe("fecba");
});
