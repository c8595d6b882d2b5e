import { expect, test } from "bun:test";
import { blankSheet } from "../../../../cli/dashboard/frame/sheet.ts";
import type { Frame } from "../../../../cli/dashboard/view.ts";
import { cellsOf, hiddenTerminal } from "../../../support/dashboard.ts";

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
