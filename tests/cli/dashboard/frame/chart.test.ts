import { expect, test } from "bun:test";
import { charted } from "../../../../cli/dashboard/frame/chart.ts";
import { blankSheet, textOf } from "../../../../cli/dashboard/frame/sheet.ts";

const curve = (points: readonly (number | null)[]) => ({ points, tone: "running", look: "bars" }) as const;
const chart = (points: readonly (number | null)[], columns = 20, rows = 4, least = 1) =>
  charted({ curves: [curve(points)], words: String, least }, { columns, rows });
const labels = (points: readonly (number | null)[], rows = 4): readonly string[] => {
  const sheet = blankSheet({ columns: 30, rows });
  sheet.put({ left: 0, top: 0, columns: 30, rows }, chart(points, 30, rows).lines);
  return textOf(sheet);
};

test("the upper edge is a number that is easy to read and not below the highest point", () => {
  for (const [peak, max] of [
    [0.2, 1],
    [7, 8],
    [11, 15],
    [240, 300],
    [9.4, 10],
    [100, 100],
  ] as const)
    expect(chart([1, peak]).plots[0]?.plot.max).toBeCloseTo(max);
});

test("numbers beside the chart: the highest, half of it where that is a row, and zero", () => {
  expect(labels([8])).toEqual([" 8│", "  │", "  │", " 0│"]);
  expect(labels([8], 6)).toEqual([" 8│", "  │", "  │", " 4│", "  │", " 0│"]);
});

test("where nothing is known it says so; a known zero is known", () => {
  expect(labels([null, null]).join()).toContain("nothing known yet");
  expect(labels([null, 0]).join()).not.toContain("nothing known yet");
});

test("a peak is seen also where several points share a dot, and a gap stays a gap", () => {
  const points = Array.from({ length: 400 }, (_, at) => (at < 200 ? null : at === 399 ? 50 : 1));

  const drawn = chart(points).plots[0]?.plot.curves[0]?.points ?? [];

  expect([drawn.length, drawn[0], drawn.at(-1)]).toEqual([32, null, 50]);
});
