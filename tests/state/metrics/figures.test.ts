import { expect, test } from "bun:test";
import fc from "fast-check";
import { endingOf, noFigures, withRequest } from "../../../src/state/metrics/figures.ts";
import { summary } from "../../support/summary.ts";

test("every request ended in exactly one way, in the words of stats", () => {
  expect(endingOf(summary())).toBe("ok");
  expect(endingOf(summary({ status: 429 }))).toBe("limited");
  expect(endingOf(summary({ status: 500 }))).toBe("failed");
  expect(endingOf(summary({ outcome: "SD" }))).toBe("cut");
  expect(endingOf(summary({ outcome: "CD" }))).toBe("aborted");
  const sums = [summary(), summary({ status: 429 }), summary({ outcome: "CD" })].reduce(withRequest, noFigures);
  expect(sums.ok + sums.limited + sums.cut + sums.aborted + sums.failed).toBe(sums.requests);
});

test("what is unknown is in no sum and is counted beside it", () => {
  const sums = [
    summary({ costKind: "unknown", costMicros: null }),
    summary({ costKind: "estimated", costMicros: 5 }),
    summary({ costKind: "none", costMicros: 0, inputTokens: 0 }),
  ].reduce(withRequest, noFigures);

  expect(sums).toMatchObject({ costMicros: 5, estimatedMicros: 5, inputTokens: 0 });
  expect(sums.costKinds).toEqual({ unknown: 1, estimated: 1, none: 1, reported: 0 });
});

test("a sum of nothing but unknown counts is unknown, and not 0", () => {
  const unknown = { costKind: "unknown", costMicros: null, reasoningTokens: null } as const;
  const sums = [summary({ ...unknown, outputTokens: 3 }), summary(unknown)].reduce(withRequest, noFigures);

  expect(sums).toMatchObject({ outputTokens: 3, reasoningTokens: null, costMicros: null });
  const told = withRequest(sums, summary({ reasoningTokens: 0, costMicros: 0 }));
  expect(told).toMatchObject({ reasoningTokens: 0, costMicros: 0 });
});

test("money of which no price is known is counted beside the sums; where nothing broke nothing is unknown", () => {
  const unknown = { savedMicros: null, readsLostMicros: null, extraWritesMicros: null } as const;
  const sums = [
    summary(),
    summary({ ...unknown, prefixBreak: "undeclared" }),
    summary({ ...unknown, cacheBreak: "tools[7] was added", cacheBreakMicros: null }),
  ].reduce(withRequest, noFigures);

  expect(sums).toMatchObject({ unknownSavings: 2, unknownLosses: 0, unknownBreaks: 1, cacheBreaks: 1 });
});

test("the order of requests changes no sum", () => {
  const counts = fc.record({
    inputTokens: fc.option(fc.nat()),
    costMicros: fc.option(fc.nat()),
    savedTokens: fc.integer(),
  });
  fc.assert(
    fc.property(fc.array(counts, { maxLength: 20 }), (requests) => {
      const all = requests.map((request) => summary(request));
      expect(all.toReversed().reduce(withRequest, noFigures)).toEqual(all.reduce(withRequest, noFigures));
    }),
  );
});
