import { expect, test } from "bun:test";
import type { Block } from "../../../../cli/dashboard/help/entries.ts";
import { laidOut } from "../../../../cli/dashboard/help/layout.ts";

const block = (title: string, count: number, more: Partial<Block> = {}): Block => ({
  title,
  entries: Array.from({ length: count }, (_, at) => ({
    keys: `k${at}`,
    label: `${title} ${at}`,
    binding: null,
    why: null,
  })),
  ...more,
});
const blocks = [block("ONE", 4), block("TWO", 4), block("FAR", 2, { isElsewhere: true })];
const rowsOf = (chosen: number, width: number) => {
  const { lines, chosenRow } = laidOut(blocks, chosen, width);
  return { rows: lines.map((line) => line.map(({ text }) => text).join("")), chosenRow };
};

test("two columns where there is room, with the other screens below both", () => {
  const { rows } = rowsOf(0, 80);

  expect(rows[0]).toMatch(/ONE +TWO/);
  expect(rows.findIndex((row) => row.includes("FAR"))).toBeGreaterThan(4);
  expect(rowsOf(0, 40).rows.filter((row) => /ONE|TWO/.test(row)).length).toBeGreaterThan(8);
});

test("no row is wider than its place, and no entry is lost", () => {
  for (const width of [20, 40, 74, 80, 200]) {
    const { rows } = rowsOf(0, width);

    for (const row of rows) expect(row.length).toBeLessThanOrEqual(width);
    expect(rows.join(" ").match(/k\d/g)?.length).toBe(10);
  }
});

test("the row of the chosen one is the one that has its mark", () => {
  for (let chosen = 0; chosen < 10; chosen++)
    for (const width of [40, 80]) {
      const { rows, chosenRow } = rowsOf(chosen, width);

      expect(rows[chosenRow]).toMatch(new RegExp(`> k${[0, 1, 2, 3, 0, 1, 2, 3, 0, 1][chosen]}`));
    }
});
