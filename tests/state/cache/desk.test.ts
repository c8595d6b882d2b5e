import { expect, test } from "bun:test";
import { gzipSync } from "node:zlib";
import type { KeptAnswer } from "../../../src/core/answer-cache.ts";
import { createCacheCounts } from "../../../src/state/cache/counts.ts";
import { createCacheDesk } from "../../../src/state/cache/desk.ts";
import { openAnswerFile } from "../../../src/state/cache/file.ts";
import { createLayers } from "../../../src/state/cache/layers.ts";
import { createAlone } from "../../../src/state/shared/alone.ts";
import { keptAnswer } from "../../support/answer-cache.ts";

const now = (): number => 2000;

const deskWith = (...answers: readonly Partial<KeptAnswer>[]) => {
  const file = openAnswerFile(null, now, () => undefined);
  const shared = createAlone(now);
  const counts = createCacheCounts();
  const silent = (): void => undefined;
  const layers = createLayers({
    ...{ file, shared, now, prefix: () => "", later: silent, onDamage: silent, onEvicted: silent, onTrouble: silent },
  });
  layers.limit({ maxBytes: 1_000_000, maxEntryBytes: 100_000 });
  for (const answer of answers) layers.keep(keptAnswer(answer));
  const limits = () => ({ ttlMs: 600_000, maxBytes: 1_000_000 });
  const standing = shared.standing;
  return createCacheDesk({ file, layers, counts, clear: layers.clear, now, limits, standing });
};

test("stats tell of what was kept a moment ago", async () => {
  const told = await deskWith({ key: "aa" }, { key: "bb" }).cacheStats({ limit: 1 });

  expect(told).toMatchObject({ isOn: true, entries: 2, memoryEntries: 2, hits: 0, hitShare: null, shared: "alone" });
  expect(told.bytes).toBeGreaterThan(0);
  expect(told.latest.length).toBe(1);
});

test("an answer is found by the beginning of its key; its text is told only to who asks for it", async () => {
  const desk = deskWith({ key: "aa11" }, { key: "aa22" }, { key: "bb" });

  expect(await desk.cachedAnswer({ key: "bb", withBody: false })).toMatchObject({ state: "kept", body: null });
  expect(await desk.cachedAnswer({ key: "bb", withBody: true })).toMatchObject({ body: '{"content":"hello"}' });
  expect(await desk.cachedAnswer({ key: "aa", withBody: true })).toEqual({
    state: "ambiguous",
    keys: ["aa11", "aa22"],
  });
  expect(await desk.cachedAnswer({ key: "cc", withBody: true })).toEqual({ state: "unknown" });
});

test("a packed answer is shown unpacked", async () => {
  const body = gzipSync("hello");
  const desk = deskWith({ body, headers: [["content-encoding", "gzip"]] });

  expect(await desk.cachedAnswer({ key: "key", withBody: true })).toMatchObject({ body: "hello" });
});

test("one is thrown away by a beginning that is its own, or all", async () => {
  const desk = deskWith({ key: "aa11" }, { key: "aa22" }, { key: "bb" });

  expect(await desk.clearCache({ key: "aa" })).toEqual({ cleared: 0, shared: "alone" });
  expect(await desk.clearCache({ key: "bb" })).toEqual({ cleared: 1, shared: "alone" });
  expect(await desk.clearCache({ key: null })).toEqual({ cleared: 2, shared: "alone" });
  expect((await desk.cacheStats({ limit: 5 })).entries).toBe(0);
});
