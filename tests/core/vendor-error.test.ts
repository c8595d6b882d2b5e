import { expect, test } from "bun:test";
import type { ErrorKind } from "../../src/core/errors.ts";
import { kindAt, statusOf, vendorError } from "../../src/core/vendor-error.ts";

const kinds = new Map<string, ErrorKind>([
  ["invalid", "bad_request"],
  ["quota", "budget_exceeded"],
  ["limit", "rate_limited"],
]);

test("the finer word decides what kind of trouble it is, and nothing is there that was not said", () => {
  expect(vendorError({ type: "limit", message: "no", code: "quota", param: null }, kinds)).toEqual({
    ...{ type: "limit", message: "no", code: "quota", kind: "budget_exceeded" },
  });
  expect(vendorError({ type: "new", message: "" }, kinds)).toEqual({ type: "new", message: "", kind: "internal" });
});

test("a conversation that is too long is that, unless the words say something else", () => {
  const message = "prompt is too long: 3 tokens > 2 maximum";

  expect(vendorError({ type: "invalid", message }, kinds)).toMatchObject({
    kind: "context_overflow",
    tooLong: { tokens: 3, maximum: 2 },
  });
  expect(vendorError({ type: "limit", message }, kinds).kind).toBe("rate_limited");
});

test("the status decides as it does for SDKs, and the words what it leaves open", () => {
  expect(kindAt(401, "bad_request")).toBe("unauthorized");
  expect(kindAt(429, "internal")).toBe("rate_limited");
  expect(kindAt(429, "budget_exceeded")).toBe("budget_exceeded");
  expect(kindAt(400, "context_overflow")).toBe("context_overflow");
  expect(kindAt(422, "internal")).toBe("bad_request");
  expect(kindAt(529, "internal")).toBe("overloaded");
  expect(kindAt(500, "bad_request")).toBe("internal");
});

test("an error without a status has the one of its kind", () => {
  expect(statusOf("rate_limited")).toBe(429);
  expect(statusOf("cut")).toBe(500);
});
