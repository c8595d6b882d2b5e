import { expect, test } from "bun:test";
import type { SettingName } from "../../src/config/schema.ts";
import { cachingOf } from "../../src/wiring/caching.ts";
import { answerCacheWith } from "../support/answer-cache.ts";
import { configOf } from "../support/engine.ts";

const cachingWith = (flags: Readonly<Partial<Record<SettingName, string>>> = {}) => {
  const { cache } = answerCacheWith();
  const around = { answerCache: cache, secret: () => "s", now: () => 0, tick: () => 0, timescale: 1 };
  return { caching: cachingOf(configOf(flags).values, around).answerCache, cache };
};

test("it is off unless somebody switches it on", async () => {
  const { caching, cache } = cachingWith();

  expect(caching).toBeNull();
  expect(await cache.desk.cacheStats({ limit: 1 })).toMatchObject({ isOn: false, maxBytes: null });
});

test("the settings say what is kept, and how long", async () => {
  const { caching, cache } = cachingWith({ "cache.enabled": "true", "cache.max_bytes": "5000" });

  expect(caching?.rules).toMatchObject({
    ...{ ttlMs: 600_000, maxEntryBytes: 1024 ** 2, keepsStreams: false, keepsToolAnswers: false },
    ...{ isShared: false, isSingleFlight: true, onlyDeterministic: false },
  });
  expect(await cache.desk.cacheStats({ limit: 1 })).toMatchObject({ isOn: true, maxBytes: 5000, ttlMs: 600_000 });
});

test("paths and models are named by patterns", () => {
  const flags = { "cache.enabled": "true", "cache.paths": "/v1/messages,*embed*", "cache.models": "gpt-*" };
  const { rules } = cachingWith(flags).caching ?? {};

  expect(["/v1/messages", "/v1/embeddings", "/v1/responses"].map((path) => rules?.path(path))).toEqual([
    true,
    true,
    false,
  ]);
  expect(["gpt-5", "claude-x"].map((model) => rules?.model(model))).toEqual([true, false]);
});
