import { expect, test } from "bun:test";
import type { RequestSummary } from "../../../src/core/notice.ts";
import { addFigures, addRequest, groupOf, noFigures, shareOf, without } from "../../../src/state/ledger/figures.ts";
import { summary } from "../../support/summary.ts";

const figuresOf = (...requests: readonly Partial<RequestSummary>[]) => {
  const figures = noFigures();
  for (const request of requests) addRequest(figures, summary(request), 1);
  return figures;
};
const group = (...requests: readonly Partial<RequestSummary>[]) => groupOf("total", figuresOf(...requests));

test("every request is in exactly one of the counts", () => {
  const total = group(
    {},
    { status: 429 },
    { outcome: "SD" },
    { outcome: "PD" },
    { outcome: "CH", status: null },
    { outcome: "cD" },
    { status: 500 },
    { outcome: "I?", status: null },
  );

  expect(total).toMatchObject({ requests: 8, ok: 1, limited: 1, cut: 2, aborted: 2, failed: 2, bytesIn: 80 });
});

test("what nobody told of is unknown, not nothing", () => {
  expect(group({}, {})).toMatchObject({
    inputTokens: null,
    outputTokens: null,
    cachedShare: null,
    costMicros: null,
    unknownCost: 2,
  });
  expect(group({ inputTokens: 0, costMicros: 0, costKind: "none" })).toMatchObject({
    inputTokens: 0,
    costMicros: 0,
    unknownCost: 0,
  });
});

test("money is the sum of what is known, with the number of those that are not, and how much of it is an estimate", () => {
  const told = group(
    { costMicros: 1_000_001, costKind: "reported" },
    { costMicros: 7, costKind: "estimated" },
    { costMicros: null },
  );

  expect(told).toMatchObject({ costMicros: 1_000_008, unknownCost: 1, estimatedCost: 1, estimatedMicros: 7 });
});

test("the share read from the cache is of those that say what was read", () => {
  const told = group(
    { inputTokens: 1000, cacheReadTokens: 750 },
    { inputTokens: 5000, cacheReadTokens: null },
    { inputTokens: 2000, cacheReadTokens: 0 },
  );

  expect(told).toMatchObject({ inputTokens: 8000, cacheReadTokens: 750, cachedShare: 0.25 });
});

test("a cache that broke without a known price has no cost, and none that broke has cost nothing", () => {
  expect(group({ cacheBreak: "tools[7] was added" })).toMatchObject({ cacheBreaks: 1, cacheBreakMicros: null });
  expect(group({})).toMatchObject({ cacheBreaks: 0, cacheBreakMicros: 0 });
  expect(group({ savedTokens: -5, savedMicros: -7 })).toMatchObject({ savedTokens: -5, savedMicros: -7 });
});

test("what was lost to a batch, and what was saved, is unknown where no price is, beside requests that saved nothing", () => {
  const unpriced = { savedTokens: 40, savedMicros: null, readsLostMicros: null, extraWritesMicros: null };
  const batch = { ...unpriced, prefixBreak: "cold" } as const;
  const priced = { savedMicros: 9, readsLostMicros: 5, extraWritesMicros: 3, prefixBreak: "cold" } as const;

  const unknown = { savedMicros: null, readsLostMicros: null, extraWritesMicros: null };
  expect(group(batch, {})).toMatchObject({ prefixBreaks: 1, ...unknown });
  expect(group(unpriced, {})).toMatchObject({ savedMicros: null, readsLostMicros: 0, extraWritesMicros: 0 });
  expect(group(batch, priced)).toMatchObject({ savedMicros: 9, readsLostMicros: 5, extraWritesMicros: 3 });
  expect(group({})).toMatchObject({ savedMicros: 0, readsLostMicros: 0, extraWritesMicros: 0 });
});

test("who left early does not make the times look better", () => {
  const total = group({ durationMs: 100 }, { outcome: "CH", durationMs: 1, ttftMs: null });

  expect(total.p50Ms).toBeCloseTo(100, -1);
  expect(total.p99Ms).toBe(total.p50Ms);
  expect([total.ttftP50Ms, total.ttftP95Ms, total.ttftP99Ms].map((ms) => Math.round(ms ?? 0))).toEqual([5, 5, 5]);
});

test("the whole without its parts is what is left", () => {
  const [one, other] = [figuresOf({ status: 429, durationMs: 70 }), figuresOf({ inputTokens: 3, durationMs: 9 })];
  const both = noFigures();
  for (const part of [one, other]) addFigures(both, part);

  expect(groupOf("a", without(both, [one]))).toEqual(groupOf("a", other));
  expect(groupOf("a", without(both, [one, other]))).toEqual(groupOf("a", noFigures()));
});

test("nearly all is not all", () => {
  expect([shareOf(999_999, 1_000_000), shareOf(7, 7), shareOf(1, 3), shareOf(0, 0)]).toEqual([0.9999, 1, 0.3333, null]);
});
