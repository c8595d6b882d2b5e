import { expect, test } from "bun:test";
import { colourOf } from "../../../../cli/dashboard/draw/palette.ts";
import { blankSheet } from "../../../../cli/dashboard/frame/sheet.ts";
import type { Frame } from "../../../../cli/dashboard/view.ts";
import { cellsOf, hiddenTerminal, testLook } from "../../../support/dashboard.ts";

const size = { columns: 30, rows: 4 };

test("a chart whose last column is full stays in its rows", () => {
  const points = Array.from({ length: 60 }, (_, at) => (at === 4 || at > 57 ? 4 : null));
  const plot = { max: 4, curves: [{ points, tone: "running", look: "bars" }] } as const;
  const frame: Frame = { sheet: blankSheet(size), plots: [{ rect: { ...size, left: 0, top: 0 }, plot }], over: null };
  const terminal = hiddenTerminal(size);

  terminal.draw(frame);

  const row = `  ⡇${" ".repeat(26)}⣿`;
  expect(cellsOf(terminal)).toEqual([row, row, row, row]);
  terminal.close();
});

test("a curve has the colour of what it means", () => {
  const curves = [{ points: [1, 2, 3, 4], tone: "running", look: "bars" }] as const;
  const frame: Frame = {
    sheet: blankSheet(size),
    plots: [{ rect: { ...size, left: 0, top: 0 }, plot: { max: 4, curves } }],
    over: null,
  };
  const terminal = hiddenTerminal(size, { ...testLook, colours: 256 });

  terminal.draw(frame);

  const lines = Reflect.get(terminal.screen, "lines") as readonly (readonly (readonly [number, string])[])[];
  expect(((lines.at(-1)?.at(-1)?.[0] ?? 0) >> 9) & 0x1ff).toBe(colourOf("running", 256, "dark"));
  terminal.close();
});

test("a chart of a single cell is one", () => {
  const plot = { max: 1, curves: [{ points: [1, 1], tone: "running", look: "bars" }] } as const;
  const rect = { left: 3, top: 1, columns: 1, rows: 1 };
  const terminal = hiddenTerminal(size);

  terminal.draw({ sheet: blankSheet(size), plots: [{ rect, plot }], over: null });

  expect(cellsOf(terminal)[1]).toBe("   ⣿");
  terminal.close();
});
