import { expect, test } from "bun:test";
import { asProxyError, failures, ProxyError } from "../../src/core/errors.ts";

test("an error of ours knows its status, its outcome and whether to try again", () => {
  const error = new ProxyError("upstream_refused", "No.", { hint: "Later.", retryAfterMs: 5 });

  expect(error.failure).toEqual({ kind: "unreachable", status: 502, outcome: "SC", retry: true });
  expect([error.hint, error.retryAfterMs]).toEqual(["Later.", 5]);
  expect(asProxyError(error)).toBe(error);
});

test("anything else that is thrown is our mistake, and its words go no further than the log", () => {
  for (const thrown of [new TypeError("http://x/?key=AIzaSecret"), "text", undefined, { a: 1 }]) {
    const error = asProxyError(thrown);

    expect(error.code).toBe("internal");
    expect(error.message).not.toContain("AIza");
    expect(error.cause).toBe(thrown);
  }
});

test("no error of ours is a success, and none that the client caused says to try again", () => {
  for (const { kind, status, retry, outcome } of Object.values(failures)) {
    expect(status).toBeGreaterThanOrEqual(400);
    // A limit has room again after a while.
    if (outcome.startsWith("P") && status < 500 && kind !== "rate_limited") expect(retry).toBe(false);
  }
});
