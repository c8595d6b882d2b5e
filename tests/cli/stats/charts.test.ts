import { expect, test } from "bun:test";
import { paintWith } from "../../../cli/output/colour.ts";
import { chartLines, seriesFor } from "../../../cli/stats/charts.ts";
import type { SeriesBin } from "../../../src/control/contract.ts";

const bin = (more: Partial<SeriesBin>): SeriesBin => ({
  ...{ at: 0, known: true, requests: 0, ok: 0, limited: 0, cut: 0, aborted: 0, failed: 0, refused: 0 },
  ...{ inputTokens: 0, cacheReadTokens: 0, cacheableTokens: 0, outputTokens: 0, costMicros: 0, unknownCost: 0 },
  ...{ p50Ms: null, p95Ms: null, ttftP50Ms: null, ttftP95Ms: null, maxInFlight: 0 },
  ...more,
});
const lines = (bins: readonly SeriesBin[], width = 80) =>
  chartLines({ at: 0, binMs: 2000, bins: [...bins, bin({ requests: 999 })] }, width, paintWith(0));

test("a chart a line, with what its highest sign means; the step that goes on is not drawn", () => {
  const busy = { requests: 8, ok: 6, limited: 1, cut: 1, outputTokens: 400, costMicros: 30_000, p50Ms: 1800 };

  expect(
    lines([bin({}), bin({ ...busy, requests: 2 }), bin(busy)]).map((line) => line.replaceAll(/ {3,}/g, "  ")),
  ).toEqual([
    "req/s  ▁▃█  peak 4.0",
    "errors  ▁██  4 in all",
    "tok/s  ▁██  peak 200",
    "latency  ██  peak 1.8 s",
    "cost  ▁██  $0.060 in all",
  ]);
});

test("what nobody knows is a gap and never nothing", () => {
  const [requests = "", , tokens = "", , cost = ""] = lines([
    bin({ known: false, requests: 0 }),
    bin({ requests: 4, outputTokens: null, costMicros: null }),
    bin({ requests: 4, outputTokens: 10, costMicros: 5 }),
  ]);

  expect(requests).toEndWith(" ██  peak 2.0");
  expect(tokens).toMatch(/ {3}█ {2}peak 5$/);
  expect(cost).toMatch(/ {3}█ {2}<\$0\.001 in all$/);
  expect(lines([bin({ requests: 1, costMicros: null })])[4]).toEndWith("  -");
  expect(lines([bin({}), bin({ requests: 3, costMicros: null, unknownCost: 3 })])[4]).toEndWith("▁   -");
  expect(lines([bin({ requests: 4, costMicros: 31_000, unknownCost: 3 })])[4]).toEndWith("█  $0.031 + 3 ?");
});

test("a daemon that has seen no step yet has no charts, and neither has a window without room", () => {
  expect(lines([bin({ known: false })]).length).toBe(0 + 5); // the step that goes on is known
  expect(chartLines({ at: 0, binMs: 2000, bins: [bin({ known: false })] }, 80, paintWith(0))).toEqual([]);
  expect(lines([bin({})], 38)).toEqual([]);
  expect(seriesFor(38)).toBeNull();
});

test.each([40, 60, 80, 200])("in %d columns no line is longer, and the daemon is asked for what is drawn", (width) => {
  const asked = seriesFor(width);
  const many = Array.from({ length: 100 }, () => bin({ requests: 1, costMicros: 1_204_500_000, p50Ms: 125_000 }));

  for (const line of lines(many, width)) expect(Bun.stringWidth(line)).toBeLessThanOrEqual(width);
  expect(asked === null ? null : asked.windowMs / asked.bins).toBe(2000);
});
