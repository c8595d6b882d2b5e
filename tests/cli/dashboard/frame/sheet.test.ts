import { expect, test } from "bun:test";
import { clickable, line, lineOf } from "../../../../cli/dashboard/frame/line.ts";
import { blankSheet, clickAt, textOf } from "../../../../cli/dashboard/frame/sheet.ts";

test("lines are put into their place and cut to it", () => {
  const sheet = blankSheet({ columns: 8, rows: 3 });
  sheet.put({ left: 2, top: 1, columns: 4, rows: 1 }, [line("abcdefgh"), line("not seen")]);

  expect(textOf(sheet)).toEqual(["", "  abc…", ""]);
});

test("what is outside of the sheet is left out", () => {
  const sheet = blankSheet({ columns: 3, rows: 1 });
  sheet.put({ left: -1, top: 0, columns: 9, rows: 5 }, [line("abcdef"), line("x")]);

  expect(textOf(sheet)).toEqual(["bcd"]);
});

test("a click finds what it is on", () => {
  const sheet = blankSheet({ columns: 9, rows: 1 });
  sheet.put({ left: 0, top: 0, columns: 9, rows: 1 }, [lineOf("ab", ...clickable(line("cd"), { key: "c" }))]);

  expect([clickAt(sheet, 1, 0), clickAt(sheet, 2, 0), clickAt(sheet, 99, 0), clickAt(sheet, 0, -1)]).toEqual([
    null,
    { key: "c" },
    null,
    null,
  ]);
});
