import { describe, expect, test } from "bun:test";
import type { RequestSummary } from "../../../src/core/notice.ts";
import { nothingReported } from "../../../src/core/reported.ts";
import { createSeries } from "../../../src/state/series/index.ts";
import { exchangeOf } from "../../support/exchange.ts";
import { summary } from "../../support/summary.ts";

const start = 1_800_000_000_000;

/** A series on a clock that is told to go on. */
const watching = (from = start) => {
  let now = from;
  const series = createSeries(() => now);
  const begin = now;
  return {
    series,
    to: (ms: number) => {
      now = begin + ms;
    },
    ended: (more: Partial<RequestSummary> = {}) => {
      series.open();
      series.end(summary(more));
    },
    bins: (windowMs: number, bins: number) => series.view({ windowMs, bins }, []).bins,
    now: () => now,
  };
};

const sum = (numbers: readonly (number | null)[]): number => numbers.reduce<number>((all, one) => all + (one ?? 0), 0);

describe("the steps of a chart", () => {
  test("are as many as were asked for, at times that do not move with the question", () => {
    const { bins, to } = watching(start - 1900);

    const early = bins(120_000, 60);
    to(1000);
    const late = bins(120_000, 60);

    expect(early.length).toBe(60);
    expect(late.map(({ at }) => at)).toEqual(early.map(({ at }) => at));
    expect(early.every(({ at }) => at % 2000 === 0)).toBe(true);
  });

  test("go back an hour at most, and never are shorter than a second", () => {
    const { series } = watching();

    expect(series.view({ windowMs: 86_400_000, bins: 60 }, []).binMs).toBe(60_000);
    expect(series.view({ windowMs: 10_000, bins: 100 }, []).binMs).toBe(1000);
    expect(series.view({ windowMs: 60_000, bins: 1e9 }, []).bins.length).toBe(600);
  });

  test("before the daemon started are a gap, and quiet ones after it are 0", () => {
    const { bins, to } = watching();
    to(5000);

    const [before, ...after] = bins(7000, 7);

    expect(before).toMatchObject({
      known: false,
      inputTokens: null,
      outputTokens: null,
      costMicros: null,
      p50Ms: null,
    });
    expect(after).toHaveLength(6);
    for (const bin of after)
      expect(bin).toMatchObject({
        known: true,
        requests: 0,
        inputTokens: 0,
        outputTokens: 0,
        costMicros: 0,
        p50Ms: null,
      });
  });
});

test("a request counts in the step in which it ended, by how it ended", () => {
  const { bins, to, ended, series } = watching();
  ended({ status: 200, durationMs: 100, ttftMs: 20 });
  to(2000);
  ended({ status: 429 });
  ended({ outcome: "SD" });
  ended({ outcome: "CD", error: "client_left" });
  ended({ status: 500 });
  series.refuse();

  const [first, quiet, last] = bins(3000, 3);

  expect(first).toMatchObject({ requests: 1, ok: 1, failed: 0 });
  expect(first?.p50Ms).toBeCloseTo(100, -0.5);
  expect(first?.ttftP95Ms).toBeCloseTo(20, 0);
  expect(quiet).toMatchObject({ requests: 0 });
  expect(last).toMatchObject({ requests: 4, ok: 0, limited: 1, cut: 1, aborted: 1, failed: 1, refused: 1 });
});

test("what nobody told of is null and no 0, and requests of unknown cost are counted beside the known cost", () => {
  const { bins, to, ended } = watching();
  ended({ costKind: "unknown" });
  to(1000);
  ended({ costKind: "reported", costMicros: 7, inputTokens: 5, cacheReadTokens: 2 });
  ended({ costKind: "unknown" });

  const [dark, half] = bins(2000, 2);

  expect(dark).toMatchObject({ inputTokens: null, outputTokens: null, costMicros: null, unknownCost: 1 });
  expect(half).toMatchObject({ inputTokens: 5, cacheReadTokens: 2, cacheableTokens: 5, costMicros: 7, unknownCost: 1 });
});

describe("the tokens of an answer", () => {
  test("lie where it streamed and not in one spike at its end, and none gets lost", () => {
    const { bins, to, ended } = watching();
    to(10_000);
    ended({ outputTokens: 1003, durationMs: 9000, ttftMs: 1000 });

    const tokens = bins(11_000, 11).map(({ outputTokens }) => outputTokens);

    expect(sum(tokens)).toBe(1003);
    expect(tokens.slice(0, 2)).toEqual([0, 0]);
    for (const some of tokens.slice(2, 10)) expect(Math.abs((some ?? 0) - 125)).toBeLessThan(2);
  });

  test("are seen while it still runs, by our own estimate", () => {
    const { series, to, now } = watching();
    to(4000);
    const exchange = { ...exchangeOf("/v1/messages"), startedAt: start, startedTick: 0 };
    exchange.notes.firstByteAt = 2000;
    exchange.notes.soFar = () => ({ ...nothingReported, deliveredTokens: 50 });

    const { bins } = series.view({ windowMs: 5000, bins: 5 }, [exchange]);

    expect(now()).toBe(start + 4000);
    expect(bins.map(({ outputTokens }) => outputTokens)).toEqual([0, 0, 25, 25, 0]);
  });
});

test("the most that ran at once is known also for a step in which nothing began or ended", () => {
  const { series, bins, to } = watching();
  series.open();
  series.open();
  to(1000);
  series.end(summary());
  to(3000);

  expect(bins(4000, 4).map(({ maxInFlight }) => maxInFlight)).toEqual([2, 2, 1, 1]);
});

test("what is older than an hour is forgotten and never taken for something new", () => {
  const { bins, to, ended } = watching();
  ended({ costMicros: 1 });
  to(3_599_000);
  expect(sum(bins(3_600_000, 60).map(({ requests }) => requests))).toBe(1);
  to(3_660_000);

  expect(sum(bins(3_600_000, 60).map(({ requests }) => requests))).toBe(0);
});

test("a clock that is set back loses no request, and one that is set back far begins anew", () => {
  const { bins, to, ended } = watching();
  to(10_000);
  ended();
  to(5000);
  ended();
  expect(sum(bins(60_000, 60).map(({ requests }) => requests))).toBe(2);
  to(-86_400_000);
  ended();

  expect(sum(bins(60_000, 60).map(({ requests }) => requests))).toBe(1);
});
