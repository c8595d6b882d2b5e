import { expect, test } from "bun:test";
import { type Column, tableOf } from "../../../../cli/dashboard/frame/columns.ts";

type Row = { readonly name: string; readonly count: string; readonly note: string };

const columns: readonly Column<Row>[] = [
  { title: "NAME", cell: ({ name }) => name, least: 6, rank: 0 },
  { title: "COUNT", cell: ({ count }) => ({ text: count, tone: "ok" }), right: true, rank: 1 },
  { title: "NOTE", cell: ({ note }) => note, rank: 2 },
];
const rows: readonly Row[] = [
  { name: "a long name of one", count: "1,204", note: "whole" },
  { name: "b", count: "7", note: "-" },
];
const shown = (width: number): readonly string[] => {
  const { titles, rows: lines } = tableOf(columns, rows, width);
  return [titles, ...lines].map((pieces) => pieces.map(({ text }) => text).join(""));
};

test("where there is room every column is whole, and numbers stand on the right", () => {
  expect(shown(36)).toEqual([
    "NAME                COUNT  NOTE     ",
    "a long name of one  1,204  whole    ",
    "b                       7  -        ",
  ]);
});

test("a text gives way first, then the columns by their rank; a number is never cut", () => {
  expect(shown(24)).toEqual(["NAME        COUNT  NOTE ", "a long na…  1,204  whole", "b               7  -    "]);
  expect(shown(16)).toEqual(["NAME       COUNT", "a long n…  1,204", "b              7"]);
});

test("a table stands still while its numbers change, where a column says how wide it usually is", () => {
  const still = columns.map((column) => ({ ...column, usual: 8 }));

  const [before, later] = [rows.slice(1), [{ name: "b", count: "12,045", note: "-" }]].map((some) =>
    tableOf(still, some, 60),
  );

  expect(later?.titles).toEqual(before?.titles ?? []);
});
