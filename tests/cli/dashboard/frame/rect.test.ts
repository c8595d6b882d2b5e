import { expect, test } from "bun:test";
import fc from "fast-check";
import { besides, type Extent, inMiddle, stacked } from "../../../../cli/dashboard/frame/rect.ts";
import { runs } from "../../../support/runs.ts";

const area = { left: 2, top: 1, columns: 40, rows: 20 };

test("fixed parts keep their length, shares divide what is left", () => {
  expect(stacked(area, [4, { share: 1 }, { share: 3 }]).map(({ top, rows }) => [top, rows])).toEqual([
    [1, 4],
    [5, 4],
    [9, 12],
  ]);
  expect(besides(area, [{ share: 1 }, 10], 2).map(({ left, columns }) => [left, columns])).toEqual([
    [2, 28],
    [32, 10],
  ]);
});

test("no part ever leaves the rectangle, however small that is", () => {
  const extent: fc.Arbitrary<Extent> = fc.oneof(
    fc.nat(60),
    fc.record({ share: fc.integer({ min: 1, max: 5 }), least: fc.nat(20) }),
  );
  const side = fc.nat(80);
  fc.assert(
    fc.property(
      side,
      side,
      fc.array(extent, { minLength: 1, maxLength: 6 }),
      fc.nat(2),
      (columns, rows, parts, gap) => {
        const whole = { left: 3, top: 3, columns, rows };
        for (const part of [...stacked(whole, parts, gap), ...besides(whole, parts, gap)]) {
          expect(part.rows).toBeGreaterThanOrEqual(0);
          expect(part.columns).toBeGreaterThanOrEqual(0);
          if (part.rows > 0) expect(part.top + part.rows).toBeLessThanOrEqual(3 + rows);
          if (part.columns > 0) expect(part.left + part.columns).toBeLessThanOrEqual(3 + columns);
        }
      },
    ),
    runs(200),
  );
});

test("what is put in the middle never is larger than what it is put into", () => {
  expect(inMiddle(area, { columns: 100, rows: 4 })).toEqual({ left: 2, top: 9, columns: 40, rows: 4 });
});
