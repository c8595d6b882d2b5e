import { expect, test } from "bun:test";
import fc from "fast-check";
import { readRetryAfter } from "../../src/lib/retry-after.ts";

const now = Date.parse("Sat, 21 Nov 2026 12:00:00 GMT");
const waitOf = (headers: Record<string, string>): number | null => readRetryAfter(new Headers(headers), now);

test("U-22 seconds, milliseconds and a date say how long to wait", () => {
  expect(waitOf({ "retry-after": "7" })).toBe(7000);
  expect(waitOf({ "retry-after": "0.5" })).toBe(500);
  expect(waitOf({ "retry-after-ms": "1500" })).toBe(1500);
  expect(waitOf({ "retry-after-ms": "1500", "retry-after": "7" })).toBe(1500);
  expect(waitOf({ "retry-after": "Sat, 21 Nov 2026 12:00:07 GMT" })).toBe(7000);
});

test("U-22 a date in the past is no wait, and a very long wait is told as it is", () => {
  expect(waitOf({ "retry-after": "Sat, 21 Nov 2026 11:00:00 GMT" })).toBe(0);
  expect(waitOf({ "retry-after": "999999" })).toBe(999_999_000);
});

test.each([
  "-5",
  "soon",
  "",
  "1e9",
  "0x10",
  "7s",
  "Infinity",
  "NaN",
  "7,9",
  "Sat, 99 Nov 2026 12:00:07 GMT",
  "9".repeat(400),
])("U-22 what cannot be meant is ignored: %s", (text) => {
  expect(waitOf({ "retry-after": text })).toBeNull();
  expect(waitOf({ "retry-after": "3", "retry-after-ms": text })).toBe(3000);
});

test("without the header there is nothing to wait for", () => {
  expect(waitOf({})).toBeNull();
});

test("U-40 a date counts from the vendor's own clock, however wrong that is; seconds do not care", () => {
  const aDayOff = { date: "Sun, 22 Nov 2026 12:00:00 GMT" };

  expect(waitOf({ ...aDayOff, "retry-after": "Sun, 22 Nov 2026 12:00:07 GMT" })).toBe(7000);
  expect(waitOf({ ...aDayOff, "retry-after": "7" })).toBe(7000);
  expect(waitOf({ date: "nonsense", "retry-after": "Sat, 21 Nov 2026 12:00:07 GMT" })).toBe(7000);
});

test("any text gives null or a wait that a timer can be set to", () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (seconds, date) => {
      const wait = readRetryAfter({ get: (name) => (name === "date" ? date : seconds) }, now);

      expect(wait === null || (Number.isSafeInteger(wait) && wait >= 0)).toBe(true);
    }),
  );
});
