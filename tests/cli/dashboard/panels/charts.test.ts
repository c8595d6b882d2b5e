import { expect, test } from "bun:test";
import {
  cacheChart,
  chartPanel,
  costChart,
  latencyChart,
  nowWords,
  withChart,
} from "../../../../cli/dashboard/panels/charts.ts";
import { unknownBin } from "../../../../src/state/series/bins.ts";
import { sceneNow, sceneOf, sceneState } from "../../../support/dashboard-scenes.ts";

const size = { columns: 40, rows: 6 };
const known = { ...unknownBin(0), known: true, requests: 1 };
const pointsIn = (chart: typeof costChart, bin: typeof known) => chart.curves.map(({ of }) => of(bin, 10));

test("cost that nobody knows is a gap and no cheap time", () => {
  expect(pointsIn(costChart, { ...known, costMicros: null, unknownCost: 1 })).toEqual([null]);
  expect(pointsIn(costChart, { ...known, costMicros: 100 })).toEqual([36_000]);
});

test("the share that came from caches is of what could be told, else a gap", () => {
  expect(pointsIn(cacheChart, { ...known, cacheReadTokens: 30, cacheableTokens: 40 })).toEqual([0.75]);
  expect(pointsIn(cacheChart, { ...known, cacheReadTokens: null, cacheableTokens: 0 })).toEqual([null]);
});

test("of seconds without a request the latency is not known", () => {
  const series = { at: 0, binMs: 1000, bins: [known, known] };

  expect(nowWords(latencyChart, series)).toBe("p95 -  p50 -");
});

test("a chart below lines is only there where it has two rows", () => {
  const state = sceneState(sceneOf("calm"), { columns: 120, rows: 40 });
  const view = { title: "Money", lines: [[], [], [], []] };

  expect(withChart(view, costChart, state, { columns: 40, rows: 5 })).toBe(view);
  expect(withChart(view, costChart, state, size).plots?.[0]?.rect).toMatchObject({ top: 4, rows: 2 });
});

test("the title says how far it goes back", () => {
  const state = sceneState(sceneOf("calm"), { columns: 200, rows: 60 });

  expect(chartPanel(costChart)({ ...state, windowMinutes: 60 }, sceneNow, size).title).toBe("Cost/h, last hour");
  expect(chartPanel(costChart)(state, sceneNow, size).title).toBe("Cost/h, last 2 min");
});
