import { expect, test } from "bun:test";
import { colourOf } from "../../../../cli/dashboard/draw/palette.ts";
import { line } from "../../../../cli/dashboard/frame/line.ts";
import { blankSheet } from "../../../../cli/dashboard/frame/sheet.ts";
import type { Look } from "../../../../cli/dashboard/state.ts";
import { cellsOf, hiddenTerminal, testLook } from "../../../support/dashboard.ts";

const size = { columns: 12, rows: 3 };
const sheetOf = (text: string, at = size) => {
  const sheet = blankSheet(at);
  sheet.put({ ...at, left: 0, top: 0 }, [line(text, { tone: "error" })]);
  return sheet;
};
const drawn = (look: Look = testLook, overAt: { left: number; top: number } | null = null) => {
  const terminal = hiddenTerminal(size, look);
  const lid = { columns: 4, rows: 1 };
  const over = overAt === null ? null : { rect: { ...lid, ...overAt }, sheet: sheetOf("over", lid) };
  terminal.draw({ sheet: sheetOf("║ below … ─"), plots: [], over });
  const first = (Reflect.get(terminal.screen, "lines") as [number, string][][])[0]?.[0]?.[0] ?? 0;
  const cells = cellsOf(terminal);
  terminal.close();
  return { cells, foreground: (first >> 9) & 0x1ff };
};

test("every cell is as it stands in the sheet, in the colour of what it means", () => {
  const { cells, foreground } = drawn({ ...testLook, colours: 256 });

  expect(cells[0]).toBe("║ below … ─");
  expect(foreground).toBe(colourOf("error", 256, "dark"));
});

test("where the terminal has ASCII alone every sign has one of it", () => {
  expect(drawn({ ...testLook, ascii: true }).cells[0]).toMatch(/^[\x20-\x7e]{9,12}$/);
});

test("what lies over it hides what is below, and nothing is drawn outside of the terminal", () => {
  expect(drawn(testLook, { left: 2, top: 0 }).cells).toEqual(["║ overw … ─", "", ""]);
  expect(drawn(testLook, { left: 10, top: 2 }).cells).toEqual(["║ below … ─", "", "          ov"]);
});
