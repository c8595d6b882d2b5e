import { expect, test } from "bun:test";
import { join } from "node:path";
import { recordingOf } from "../../../src/cache/recording.ts";
import type { CacheRules, Landing } from "../../../src/core/answer-cache.ts";
import type { Exchange, Target } from "../../../src/core/exchange.ts";
import type { Outcome } from "../../../src/core/outcome.ts";
import { nothingReported } from "../../../src/core/reported.ts";
import { openAnswerFile } from "../../../src/state/cache/file.ts";
import { openAnswerCache } from "../../../src/state/cache/index.ts";
import { createAlone } from "../../../src/state/shared/alone.ts";
import { answerCacheWith, keptAnswer } from "../../support/answer-cache.ts";
import { exchangeOf, upstreamOf } from "../../support/exchange.ts";
import { scratchFolder } from "../../support/scratch.ts";

const limits = { maxBytes: 1_000_000, maxEntryBytes: 1000, ttlMs: 5000 };
const good: Outcome = { code: "--", status: 200, error: null, bytesIn: 1, bytesOut: 1, ttftMs: 1, durationMs: 1 };

const otherRules: Omit<CacheRules, "ttlMs" | "maxEntryBytes"> = {
  ...{ keepsStreams: false, keepsToolAnswers: false, isShared: false, isSingleFlight: true, onlyDeterministic: false },
  ...{ path: () => true, model: () => true },
};

const upstream = upstreamOf("anthropic");
const target = { upstream, endpoint: upstream.endpoints[0], url: "https://anthropic.example/v1/messages" } as Target;

/** An exchange whose answer was listened to, and what was told to who waits for it. */
const recorded = (cache: ReturnType<typeof answerCacheWith>["cache"], body: string) => {
  const exchange: Exchange = exchangeOf("/v1/messages");
  const landings: Landing[] = [];
  const rules = { ...limits, ...otherRules };
  const recording = recordingOf({ key: "key", target }, rules, (landing) => void landings.push(landing));
  exchange.plan = { targets: [target], rule: "test" };
  exchange.notes.answerCache = { state: "miss", key: "key", why: null };
  exchange.notes.reported = {
    ...nothingReported,
    model: "claude-x",
    stop: { reason: "end", said: "x", sequence: null },
  };
  recording.head(new Response("", { headers: { "content-type": "application/json" } }));
  recording.hear(new TextEncoder().encode(body));
  cache.record(exchange, recording);
  return { exchange, landings };
};

test("an answer that ended well is kept, with what it took, and is told to who waits", async () => {
  const { cache } = answerCacheWith({ now: () => 1000 });
  cache.limit(limits);
  const { exchange, landings } = recorded(cache, '{"content":"hi"}');
  exchange.notes.bill = { usage: { ...noTokens, inputTokens: 7, outputTokens: 2 }, kind: "reported", costMicros: 11 };

  cache.ended(exchange, good);

  const kept = await cache.find("key");
  expect(kept).toMatchObject({
    ...{ key: "key", storedAt: 1000, endsAt: 6000, model: "claude-x" },
    avoided: { inputTokens: 7, outputTokens: 2, costMicros: 11 },
  });
  expect(landings).toEqual([kept as Landing]);
  expect(cache.counts()).toMatchObject({ misses: 1, hits: 0 });
});

const noTokens = {
  ...{
    inputTokens: null,
    cacheReadTokens: null,
    cacheWriteTokens: null,
    cacheWrite1hTokens: null,
    inputAudioTokens: null,
  },
  ...{ outputTokens: null, reasoningTokens: null, outputAudioTokens: null, webSearches: null },
};

test("one that did not is not, says why, and lets each who waits ask for itself", async () => {
  const { cache } = answerCacheWith();
  cache.limit(limits);
  const { exchange, landings } = recorded(cache, "{}");

  cache.ended(exchange, { ...good, status: 500 });

  expect(await cache.find("key")).toBeNull();
  expect(landings).toEqual(["alone"]);
  expect(exchange.notes.answerCache).toEqual({ state: "miss", key: "key", why: "its status is 500" });
});

test("where its client has left, another one of those who wait goes out", () => {
  const { cache } = answerCacheWith();
  const { exchange, landings } = recorded(cache, "{}");

  cache.ended(exchange, { ...good, code: "CH", status: null, error: "client_left" });

  expect(landings).toEqual(["left"]);
});

test("an exchange that nobody listened to is only counted", () => {
  const { cache } = answerCacheWith();
  const exchange = exchangeOf("/v1/messages");
  cache.ended(exchange, good);
  exchange.notes.answerCache = { state: "bypass", why: "a stream" };
  cache.ended(exchange, good);

  expect(cache.counts()).toMatchObject({ misses: 0, hits: 0, bypassed: 1 });
});

test("what one daemon clears is gone for all that share a store", async () => {
  const together = createAlone(() => 0);
  const shared = { ...together, standing: () => ({ state: "connected" as const, sinceAt: 0, reason: null }) };
  const parts = { file: null, shared, now: () => 0, later: () => undefined, onTrouble: () => undefined };
  const [one, other] = [openAnswerCache(parts), openAnswerCache(parts)];
  for (const cache of [one, other]) cache.limit(limits);
  const { exchange } = recorded(one, '{"content":"hi"}');
  one.ended(exchange, good);
  expect(await other.find("key")).not.toBeNull();

  await one.desk.clearCache({ key: null });

  expect(await other.find("key")).toBeNull();
  expect(await one.find("key")).toBeNull();
});

test("what waits is written when it is closed", async () => {
  const { cache, troubles } = answerCacheWith();
  cache.limit(limits);
  cache.close();

  expect(troubles).toEqual([]);
  expect(keptAnswer().key).toBe("key");
});

test("a cache that is off, or is only looked at, leaves what is there", async () => {
  const file = join(scratchFolder(), "cache.db");

  const row = {
    storedAt: 0,
    endsAt: 9000,
    usedAt: 0,
    bytes: 3,
    isStream: false,
    model: null,
    value: new Uint8Array(3),
  };
  const kept = openAnswerFile(
    file,
    () => 0,
    () => undefined,
  );
  kept.put([{ key: "aa", ...row }]);
  kept.close();

  const off = answerCacheWith({ file }).cache;
  off.limit(null);

  expect(await off.desk.cacheStats({ limit: 1 })).toMatchObject({ entries: 1, evicted: 0 });
  off.close();
  expect(await answerCacheWith({ file }).cache.desk.cacheStats({ limit: 1 })).toMatchObject({ entries: 1 });
});
