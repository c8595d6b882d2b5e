import { expect, test } from "bun:test";
import { cacheHandlers } from "../../src/control/cache.ts";
import type { Engine } from "../../src/control/engine.ts";
import { answerCacheWith } from "../support/answer-cache.ts";

test("who clears the cache is noted, where there was something to clear", async () => {
  const noted: unknown[] = [];
  const audit: Engine["audit"] = { note: (...what) => void noted.push(what) };
  const { desk } = answerCacheWith().cache;
  const cleared = (count: number) =>
    cacheHandlers({
      audit,
      cache: { ...desk, clearCache: async () => ({ cleared: count, shared: "alone" }) },
    }).clearCache({
      key: null,
    });

  await cleared(0);
  expect(noted).toEqual([]);
  expect(await cleared(3)).toEqual({ cleared: 3, shared: "alone" });
  expect(noted).toEqual([["cache-cleared", "control", { cleared: 3, all: true }]]);
});
