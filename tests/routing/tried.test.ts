import { expect, test } from "bun:test";
import { ProxyError } from "../../src/core/errors.ts";
import { inTheEnd, ofDeclined, ofFailure, ofHindrance, toldTries, triedBy } from "../../src/routing/tried.ts";
import { targetAt } from "../support/attempts.ts";

const head = (statusThere: number | null) => ({
  ...{ statusThere, sentAt: 10, headAt: 35 },
  refusal: statusThere === 529 ? { status: 529, retryAfterMs: 7000 } : null,
});
const failing = (code: ConstructorParameters<typeof ProxyError>[0]) => new ProxyError(code, "It is so.");

test("a try tells of its target by the head that came, else by the error, else nothing", () => {
  expect(triedBy(head(200), null)).toEqual({ kind: "answered", headMs: 25 });
  expect(triedBy(head(404), null)).toEqual({ kind: "answered", headMs: 25 });
  expect(triedBy(head(529), null)).toEqual({ kind: "refused", status: 529, retryAfterMs: 7000 });
  expect(triedBy(head(null), failing("upstream_refused"))).toEqual({ kind: "unreachable", error: "upstream_refused" });
  for (const code of ["client_left", "key_vendor_mismatch", "internal"] as const)
    expect(triedBy(head(null), failing(code))).toEqual({ kind: "void" });
});

test("what became of a target is said in one word and in a few", () => {
  const hindrance = { state: "limited", scope: "key", untilAt: 41_000, why: "429" } as const;
  const opening = { status: 200, headers: new Headers(), retryAfterMs: null };
  const error = { type: "overloaded_error", message: "a secret text", kind: "overloaded" } as const;

  expect(ofHindrance(hindrance, 0)).toEqual({ what: "skipped", reason: "limited", why: "429; asked again in 41 s" });
  expect(ofFailure(failing("upstream_dns"))).toMatchObject({ what: "failed", reason: "dns" });
  expect(ofFailure(failing("key_vendor_mismatch"))).toMatchObject({ what: "skipped", reason: "key_vendor_mismatch" });
  const declined = ofDeclined({ ...opening, error }, "error_first", targetAt("one"));
  expect(declined).toMatchObject({ what: "declined", why: "its answer began with an error overloaded_error" });
  expect(declined.error).toMatchObject({ code: "upstream_unavailable", wasSent: "unknown" });
  expect(JSON.stringify(declined) + declined.error.message).not.toContain("secret");
});

test("the last error names who was tried before it, and stays what it is otherwise", () => {
  const error = new ProxyError("upstream_dns", "No such name.", { hint: "Look.", retryAfterMs: 5, retry: true });
  const before = { key: null, model: null, atMs: 0, tookMs: 1, waitedMs: 0 } as const;
  const tries = [{ ...before, upstream: "one", what: "failed", reason: "refused", why: "no" }] as const;

  expect(inTheEnd(error, [])).toBe(error);
  const told = inTheEnd(error, tries);
  expect(told.message).toBe('No such name. Tried before: "one" (refused).');
  expect([told.code, told.hint, told.retryAfterMs, told.failure.retry]).toEqual(["upstream_dns", "Look.", 5, true]);
  expect(toldTries(tries, "two\n")).toBe("one refused, two?");
});
