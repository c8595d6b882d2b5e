import { expect, test } from "bun:test";
import { readMark, writeMark } from "../../../src/dialects/anthropic/cache-mark.ts";
import { fieldsOf } from "../../../src/lib/fields.ts";

test("a mark is written as it was read", () => {
  for (const cache_control of [
    { type: "ephemeral" },
    { type: "ephemeral", ttl: "5m" },
    { type: "ephemeral", ttl: "1h" },
  ])
    expect(writeMark(readMark(fieldsOf({ cache_control })))).toEqual(cache_control);
  expect(writeMark(readMark(fieldsOf({})))).toBeUndefined();
});

test("a time that cannot be said here is the next longer one", () => {
  expect(writeMark({ cacheMark: { ttlSeconds: 60 } })).toEqual({ type: "ephemeral", ttl: "5m" });
  expect(writeMark({ cacheMark: { ttlSeconds: 1800 } })).toEqual({ type: "ephemeral", ttl: "1h" });
});

test("words that are not ours stay where they were", () => {
  const fields = fieldsOf({ cache_control: { type: "persistent" } });

  expect(readMark(fields)).toEqual({});
  expect(fields.left()).toEqual({ cache_control: { type: "persistent" } });
});
