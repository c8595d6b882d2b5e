import { expect, test } from "bun:test";
import type { VendorError } from "../../src/core/answer.ts";
import { readRetryAfter } from "../../src/lib/retry-after.ts";
import { retryWaitMs, troubleOf } from "../../src/routing/retry-wait.ts";

const now = Date.UTC(2026, 6, 1, 12, 0, 0);
const rules = { mostMs: 20_000, random: () => 1 };
const said = (kind: VendorError["kind"], message = ""): VendorError => ({ type: null, message, kind });

const waitFor = (headers: Record<string, string>, error: VendorError | null = null, nth = 0, status = 429) => {
  const given = new Headers(headers);
  return retryWaitMs({ status, headers: given, retryAfterMs: readRetryAfter(given, now), error }, nth, rules);
};

test("U-22: every spelling of how long to wait is understood, and too long is not waited", () => {
  const date = (at: number): string => new Date(at).toUTCString();

  expect(waitFor({ "retry-after": "7" })).toBe(7000);
  expect(waitFor({ "retry-after": date(now + 7000) })).toBe(7000);
  expect(waitFor({ "retry-after": date(now - 60_000) })).toBe(0);
  expect(waitFor({ "retry-after-ms": "250" })).toBe(250);
  expect(waitFor({ "retry-after": "999999" })).toBeNull();
  for (const nonsense of ["-5", "soon"]) expect(waitFor({ "retry-after": nonsense })).toBe(waitFor({}));
});

test("U-22: who says nothing is asked again after a while that doubles, from half a second to eight", () => {
  const waits = (random: number) =>
    [0, 1, 2, 3, 9].map((nth) =>
      retryWaitMs({ status: 529, headers: new Headers(), retryAfterMs: null, error: null }, nth, {
        ...rules,
        random: () => random,
      }),
    );

  expect(waits(0)).toEqual([500, 1000, 2000, 4000, 4000]);
  expect(waits(1)).toEqual([1000, 2000, 4000, 8000, 8000]);
});

test("U-22: a limit of money is not waited for, nor is a vendor asked again that says it is of no use", () => {
  expect(waitFor({}, said("budget_exceeded"))).toBeNull();
  expect(waitFor({}, said("rate_limited", "You have reached your spend limit."))).toBeNull();
  expect(waitFor({ "retry-after": "1", "x-should-retry": "false" })).toBeNull();
  expect(waitFor({}, said("rate_limited", "Too many requests."))).toBe(1000);
});

test("an error that says itself how long to wait is understood like a header", () => {
  expect(waitFor({}, { ...said("rate_limited"), retryAfterMs: 3000 })).toBe(3000);
});

test("only who is limited or overloaded is asked again", () => {
  for (const status of [500, 502, 504, 200]) expect(waitFor({}, said("internal"), 0, status)).toBeNull();
});

test("U-23: 529 is apart from 429, and an error in a good answer is one", () => {
  const trouble = (status: number, error: VendorError | null = null) => troubleOf({ status, error });

  expect([429, 503, 529, 500, 502, 504].map((status) => trouble(status))).toEqual([
    "limited",
    "overloaded",
    "overloaded",
    "failed",
    "failed",
    "failed",
  ]);
  expect(trouble(200, said("overloaded"))).toBe("error_first");
  expect([trouble(200), trouble(400), trouble(401, said("unauthorized"))]).toEqual([null, null, null]);
});
