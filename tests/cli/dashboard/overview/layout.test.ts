import { expect, test } from "bun:test";
import type { Rect } from "../../../../cli/dashboard/frame/rect.ts";
import { formOf, type Places, placesIn } from "../../../../cli/dashboard/overview/layout.ts";

const areaOf = (columns: number, rows: number): Rect => ({ left: 0, top: 1, columns, rows: rows - 3 });
const rectsOf = ({ figures, charts, ...places }: Places): readonly Rect[] => [
  ...Object.values(places).filter((rect) => rect !== undefined),
  ...(figures ?? []),
  ...(charts ?? []),
];

test("the forms begin where they should", () => {
  const forms = [
    [40, 10],
    [59, 60],
    [60, 20],
    [119, 60],
    [120, 29],
    [120, 30],
    [200, 60],
  ].map(([columns = 0, rows = 0]) => formOf(areaOf(columns, rows)));

  expect(forms).toEqual(["narrow", "narrow", "standard", "standard", "standard", "wide", "wide"]);
});

test("a low terminal has no charts, then no alerts that say nothing; the list is always there", () => {
  expect(placesIn(areaOf(80, 24), false).traffic).toBeDefined();
  expect(placesIn(areaOf(80, 23), false).traffic).toBeUndefined();
  expect(placesIn(areaOf(80, 12), false).alerts).toBeUndefined();
  expect(placesIn(areaOf(40, 10), true).alerts?.rows).toBe(1);
});

test("in every size each place is inside the screen, and the list has three rows at least", () => {
  for (let columns = 40; columns <= 240; columns += 7)
    for (let rows = 10; rows <= 70; rows++)
      for (const hasAlerts of [true, false]) {
        const area = areaOf(columns, rows);
        const places = placesIn(area, hasAlerts);
        for (const { left, top, columns: wide, rows: high } of rectsOf(places)) {
          expect(left >= 0 && left + wide <= columns).toBe(true);
          expect(top >= area.top && top + high <= area.top + area.rows).toBe(true);
        }
        const frame = formOf(area) === "narrow" ? 1 : 3;
        expect(places.requests.rows - frame).toBeGreaterThanOrEqual(3);
      }
});
