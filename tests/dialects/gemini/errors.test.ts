import { expect, test } from "bun:test";
import { ProxyError } from "../../../src/core/errors.ts";
import { readFailure, writeError, writeStreamError } from "../../../src/dialects/gemini/errors.ts";
import { limited, unreachable } from "../trouble.ts";

test("an error looks like Google's own", () => {
  const { status, body } = writeError(unreachable);

  expect(status).toBe(502);
  expect(JSON.parse(body)).toEqual({
    error: { code: 502, message: 'Upstream "x" refused "this". Try again.', status: "UNAVAILABLE" },
  });
});

test("the status names are Google's", () => {
  const statusOf = (error: ProxyError): string => JSON.parse(writeError(error).body).error.status;

  expect(statusOf(new ProxyError("token_required", "x"))).toBe("UNAUTHENTICATED");
  expect(statusOf(new ProxyError("upstream_timeout", "x"))).toBe("DEADLINE_EXCEEDED");
  expect(statusOf(new ProxyError("not_found", "x"))).toBe("NOT_FOUND");
});

test("in a stream it is a data event with Google's line ends", () => {
  const event = writeStreamError(limited);

  expect(event).toStartWith('data: {"error":{"code":503');
  expect(event).toEndWith("}\r\n\r\n");
});

test("a vendor's error is read out of the place of an answer", () => {
  expect(readFailure({ error: { code: 429, status: "RESOURCE_EXHAUSTED", message: "no" } })).toEqual({
    type: "RESOURCE_EXHAUSTED",
    message: "no",
    kind: "rate_limited",
  });
  expect(readFailure({ error: "no" })).toEqual({ type: null, message: "no", kind: "internal" });
  expect(readFailure({ candidates: [] })).toBeNull();
});
