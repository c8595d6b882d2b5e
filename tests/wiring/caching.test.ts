import { expect, test } from "bun:test";
import type { SettingName } from "../../src/config/schema.ts";
import { ProxyError } from "../../src/core/errors.ts";
import type { UnderWay } from "../../src/upstream/relay.ts";
import { cachingOf } from "../../src/wiring/caching.ts";
import { answerCacheWith } from "../support/answer-cache.ts";
import { configOf } from "../support/engine.ts";

const cachingWith = (flags: Readonly<Partial<Record<SettingName, string>>> = {}) => {
  const clock = { now: () => 0, tick: () => 0, timescale: 1 };
  const around = { ...clock, answerCache: answerCacheWith().cache, secret: () => "s", underWay: new Set<UnderWay>() };
  const { answerCache } = cachingOf(configOf(flags).values, around);
  return answerCache === null ? null : { ...answerCache, underWay: around.underWay };
};

test("it is off unless somebody switches it on", () => {
  expect(cachingWith()).toBeNull();
});

test("the settings say what is kept, and how long", () => {
  expect(cachingWith({ "cache.enabled": "true" })?.rules).toMatchObject({
    ...{ ttlMs: 600_000, maxEntryBytes: 1024 ** 2, keepsStreams: false, keepsToolAnswers: false },
    ...{ isShared: false, isSingleFlight: true, onlyDeterministic: false },
  });
});

test("paths and models are named by patterns", () => {
  const flags = { "cache.enabled": "true", "cache.paths": "/v1/messages,*embed*", "cache.models": "gpt-*" };
  const { rules } = cachingWith(flags) ?? {};

  expect(["/v1/messages", "/v1/embeddings", "/v1/responses"].map((path) => rules?.path(path))).toEqual([
    true,
    true,
    false,
  ]);
  expect(["gpt-5", "claude-x"].map((model) => rules?.model(model))).toEqual([true, false]);
});

test("D-13: who waits for another one's answer can be told to end, as long as it waits", () => {
  const caching = cachingWith({ "cache.enabled": "true" });
  const told: unknown[] = [];

  const waitsNoLonger = caching?.beginsToWait("r_1", (reason) => told.push(reason));
  const stopping = new ProxyError("proxy_shutdown", "The proxy was stopped.");
  for (const one of caching?.underWay ?? []) one.breakOff(stopping);
  waitsNoLonger?.();

  expect(told).toEqual([stopping]);
  expect(caching?.underWay.size).toBe(0);
});
