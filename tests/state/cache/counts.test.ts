import { expect, test } from "bun:test";
import { createCacheCounts } from "../../../src/state/cache/counts.ts";
import { keptAnswer } from "../../support/answer-cache.ts";

const hit = { state: "hit", key: "k", ageMs: 0, avoided: keptAnswer().avoided, joined: false } as const;

test("each request counts once, and a hit with what it did not spend", () => {
  const counts = createCacheCounts();
  counts.ended(null);
  counts.ended(hit);
  counts.ended({ ...hit, joined: true, avoided: { inputTokens: 5, outputTokens: null, costMicros: null } });
  counts.ended({ state: "miss", key: "k", why: null });
  counts.ended({ state: "miss", key: "k", why: "it is an error" });
  counts.ended({ state: "bypass", why: "a stream" });

  expect(counts.view()).toMatchObject({
    ...{ hits: 2, joined: 1, misses: 2, bypassed: 1 },
    ...{ avoidedTokens: 1093, avoidedMicros: 4320, unknownPrices: 1 },
    reasons: { "it is an error": 1, "a stream": 1 },
  });
});

test("what was damaged and what went is counted, and the most frequent reason comes first", () => {
  const counts = createCacheCounts();
  for (const what of ["cut", "cut", "not ours"]) counts.damaged(what);
  counts.evicted(3);
  counts.evicted(2);
  for (const why of ["a", "b", "b"]) counts.ended({ state: "bypass", why });

  expect(counts.view()).toMatchObject({ damaged: { cut: 2, "not ours": 1 }, evicted: 5 });
  expect(Object.keys(counts.view().reasons)).toEqual(["b", "a"]);
});
