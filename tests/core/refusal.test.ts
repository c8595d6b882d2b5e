import { expect, test } from "bun:test";
import { readRefusal } from "../../src/core/refusal.ts";

const now = Date.parse("2026-03-01T12:00:00Z");
const read = (status: number, headers: Record<string, string> = {}) => readRefusal(status, new Headers(headers), now);

test("an answer that is no refusal is none", () => {
  for (const status of [200, 400, 401, 500, 502, 504]) expect(read(status, { "retry-after": "7" })).toBeNull();
});

test("U-22 a 429 says by retry-after how long it lasts", () => {
  expect(read(429, { "retry-after": "7" })).toEqual({ status: 429, retryAfterMs: 7000, scope: "model" });
  expect(read(429, { "retry-after-ms": "250" })?.retryAfterMs).toBe(250);
  expect(read(429, { "retry-after": "soon" })?.retryAfterMs).toBeNull();
  expect(read(429)?.retryAfterMs).toBeNull();
});

test("U-22 where a 429 has no retry-after, the count that has run out tells when it is whole again", () => {
  const anthropic = {
    "anthropic-ratelimit-requests-remaining": "12",
    "anthropic-ratelimit-requests-reset": "2026-03-01T12:30:00Z",
    "anthropic-ratelimit-input-tokens-remaining": "0",
    "anthropic-ratelimit-input-tokens-reset": "2026-03-01T12:00:41Z",
  };

  expect(read(429, anthropic)?.retryAfterMs).toBe(41_000);
  expect(read(429, { ...anthropic, "retry-after": "3" })?.retryAfterMs).toBe(3000);
});

test.each([
  ["6m0s", 360_000],
  ["1h2m3s", 3_723_000],
  ["20ms", 20],
  ["1.5s", 1500],
  ["17", 17_000],
  [String(now / 1000 + 9), 9000],
  [String(now + 8000), 8000],
  ["2026-03-01T11:00:00Z", 0],
  ["later", null],
  ["", null],
])("x-ratelimit-reset-tokens: %s", (said, waitMs) => {
  const headers = { "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": said };

  expect(read(429, headers)?.retryAfterMs ?? null).toBe(waitMs);
});

test("a limit of a whole subscription is the key's, one of a family of models is not", () => {
  const rejected = {
    "anthropic-ratelimit-unified-status": "rejected",
    "anthropic-ratelimit-unified-reset": String(now / 1000 + 3600),
  };
  const claim = "anthropic-ratelimit-unified-representative-claim";

  expect(read(429, rejected)).toEqual({ status: 429, retryAfterMs: 3_600_000, scope: "key" });
  expect(read(429, { ...rejected, [claim]: "five_hour" })?.scope).toBe("key");
  expect(read(429, { ...rejected, [claim]: "seven_day_opus" })?.scope).toBe("model");
});

test("U-23 an overload is no limit: the headers of limits do not count for it", () => {
  const headers = { "x-ratelimit-remaining-tokens": "0", "x-ratelimit-reset-tokens": "60s" };

  expect(read(529, headers)).toEqual({ status: 529, retryAfterMs: null, scope: "model" });
  expect(read(503, { "retry-after": "2" })).toEqual({ status: 503, retryAfterMs: 2000, scope: "model" });
});
