import { expect, test } from "bun:test";
import { roomHeaders } from "../../src/limits/room-left.ts";
import { boundOf } from "../support/gate.ts";

const noon = new Date(2026, 4, 6, 12).getTime();

test("what is left is told of the limit that is nearest to its end, under names that programs know", () => {
  const filled = [
    { bound: boundOf(60), used: 15.2 },
    { bound: boundOf(1000, { per: "day" }), used: 400 },
    { bound: boundOf(8000, { counted: "input_tokens" }), used: 2000 },
    { bound: boundOf(2, { counted: "concurrency", per: null }), used: 1 },
  ];

  expect(Object.fromEntries(roomHeaders(filled, noon))).toEqual({
    "x-proxy-ratelimit-limit-requests": "60",
    "x-proxy-ratelimit-remaining-requests": "44",
    "x-proxy-ratelimit-reset-requests": "16",
    "x-proxy-ratelimit-limit-tokens": "8000",
    "x-proxy-ratelimit-remaining-tokens": "6000",
    "x-proxy-ratelimit-reset-tokens": "15",
  });
});

test("a day's amount is there again at midnight, and nothing is less than none", () => {
  const day = { bound: boundOf(10, { per: "day" }), used: 11 };

  expect(roomHeaders([day], noon).map(([, value]) => value)).toEqual(["10", "0", String(12 * 3600)]);
  expect(roomHeaders([], noon)).toEqual([]);
});
