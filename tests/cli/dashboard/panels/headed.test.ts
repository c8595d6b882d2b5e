import { expect, test } from "bun:test";
import type { Panel } from "../../../../cli/dashboard/panel.ts";
import { headed } from "../../../../cli/dashboard/panels/headed.ts";
import { stateOf } from "../../../support/dashboard.ts";

const rect = { left: 0, top: 0, columns: 5, rows: 1 };
const rowsSeen: number[] = [];
const panel: Panel = (_state, _now, { rows }) => {
  rowsSeen.push(rows);
  return {
    title: "Title",
    note: "a note",
    lines: [[{ text: "body" }]],
    plots: [{ rect, plot: { max: 1, curves: [] } }],
  };
};
const view = (columns: number) => headed(panel)(stateOf({ columns: 80, rows: 24 }), 1, { columns, rows: 4 });
const head = (columns: number) =>
  view(columns)
    .lines[0]?.map(({ text }) => text)
    .join("");

test("the title takes a line of the panel's room, and what is drawn moves down by it", () => {
  expect(view(20).lines[1]).toEqual([{ text: "body" }]);
  expect(view(20).plots?.[0]?.rect.top).toBe(1);
  expect(rowsSeen.at(-1)).toBe(3);
});

test("the note stands at the right edge where both have room, else the title alone", () => {
  expect(head(20)).toBe("Title         a note");
  expect(head(12)).toBe("Title       ");
});
