import { expect, test } from "bun:test";
import { keyOf } from "../../../../cli/dashboard/data/answers.ts";
import { noData } from "../../../../cli/dashboard/data/data.ts";
import {
  burnMicros,
  hourQuestion,
  lately,
  pointsOf,
  windowOf,
  windowQuestion,
} from "../../../../cli/dashboard/data/series.ts";
import { told } from "../../../../cli/dashboard/data/told.ts";
import type { Series, SeriesBin } from "../../../../src/control/contract.ts";
import { unknownBin } from "../../../../src/state/series/bins.ts";

const bin = (more: Partial<SeriesBin>): SeriesBin => ({ ...unknownBin(0), known: true, costMicros: 0, ...more });
const series = (binMs: number, ...bins: readonly SeriesBin[]): Series => ({ at: 0, binMs, bins });

test("every window is filled by its steps exactly", () => {
  for (const windowMinutes of [2, 5, 60] as const) {
    const { ask } = windowQuestion({ windowMinutes }) as { ask: { windowMs: number; bins: number } };

    expect(ask.windowMs % (ask.bins * 1000)).toBe(0);
    expect(ask.windowMs).toBe(windowMinutes * 60_000);
  }
});

test("where nobody looked on there is a gap, and the step that goes on is not drawn", () => {
  const line = series(1000, unknownBin(0), bin({ requests: 3 }), bin({ requests: 0 }), bin({ requests: 9 }));

  expect(pointsOf(line, ({ requests }) => requests)).toEqual([null, 3, 0]);
});

test("`now` is the mean of the last ten seconds that are known; nothing known is not zero", () => {
  const busy = series(
    1000,
    ...Array.from({ length: 30 }, (_, at) => bin({ requests: at < 20 ? 100 : 2 })),
    bin({ requests: 0 }),
  );

  expect(lately(busy, ({ requests }) => requests)).toBe(2);
  expect(lately(series(1000, unknownBin(0), bin({})), ({ requests }) => requests)).toBeNull();
});

test("an hour costs what the known minutes of the last one say; unknown cost is no cheap minute", () => {
  const hour = series(60_000, bin({ costMicros: 1000 }), bin({ costMicros: null }), bin({ costMicros: 3000 }), bin({}));

  const data = told(noData, keyOf(hourQuestion), hour, 1);

  expect(burnMicros(data)).toBe(2000 * 60);
  expect(burnMicros(noData)).toBeNull();
});

test("the series of another window is not taken for this one's", () => {
  const data = told(noData, keyOf(windowQuestion({ windowMinutes: 2 })), series(1000), 1);

  expect(windowOf({ data, windowMinutes: 2 })).not.toBeNull();
  expect(windowOf({ data, windowMinutes: 5 })).toBeNull();
});
