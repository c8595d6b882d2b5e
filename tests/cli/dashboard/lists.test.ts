import { expect, test } from "bun:test";
import { windowOf } from "../../../cli/dashboard/lists.ts";

const items = Array.from({ length: 50 }, (_, at) => `i${at}`);

test("nothing chosen means the first, and the window follows it", () => {
  expect(windowOf(undefined, items, 10)).toEqual({ from: 0, chosen: "i0" });
});

test("the chosen item is in the window, wherever the list has moved", () => {
  for (const chosen of ["i0", "i9", "i10", "i49"]) {
    const { from } = windowOf({ chosen, row: 4, newest: null }, items, 10);
    const at = items.indexOf(chosen);
    expect(at >= from && at < from + 10).toBe(true);
  }
});

test("what has been chosen and is gone gives way to the first", () => {
  expect(windowOf({ chosen: "gone", row: 7, newest: null }, items, 10).chosen).toBe("i0");
});

test("an empty list has nothing chosen", () => {
  expect(windowOf(undefined, [], 10)).toEqual({ from: 0, chosen: null });
});
