import { expect, test } from "bun:test";
import { ProxyError } from "../../../src/core/errors.ts";
import { readFailure, writeError, writeStreamError } from "../../../src/dialects/anthropic/errors.ts";
import { limited, unreachable } from "../trouble.ts";

test("an error looks like Anthropic's own, with its status and the request's id", () => {
  const { status, body } = writeError(unreachable, "r_1");

  expect(status).toBe(502);
  expect(JSON.parse(body)).toEqual({
    type: "error",
    error: { type: "api_error", message: 'Upstream "x" refused "this". Try again.' },
    request_id: "r_1",
  });
});

test("each kind of trouble has Anthropic's type for it, so that SDKs throw the right class", () => {
  const typeOf = (error: ProxyError): string => JSON.parse(writeError(error, "r").body).error.type;

  expect(typeOf(limited)).toBe("overloaded_error");
  expect(typeOf(new ProxyError("token_required", "x"))).toBe("authentication_error");
  expect(typeOf(new ProxyError("browser_origin", "x"))).toBe("permission_error");
  expect(typeOf(new ProxyError("not_found", "x"))).toBe("not_found_error");
  expect(typeOf(new ProxyError("body_too_large", "x"))).toBe("request_too_large");
  expect(typeOf(new ProxyError("upstream_timeout", "x"))).toBe("timeout_error");
  expect(typeOf(new ProxyError("upstream_undecided", "x"))).toBe("invalid_request_error");
});

test("in a stream it is one error event", () => {
  const event = writeStreamError(limited);

  expect(event).toBe(
    'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"The proxy stops."}}\n\n',
  );
});

test("a vendor's error is read out of the place of an answer, also one that is no more than a text", () => {
  expect(readFailure({ type: "error", error: { type: "overloaded_error", message: "Overloaded" } })).toEqual({
    type: "overloaded_error",
    message: "Overloaded",
    kind: "overloaded",
  });
  expect(readFailure({ type: "error", error: "no" })).toEqual({ type: null, message: "no", kind: "internal" });
  expect(readFailure({ type: "message", content: [] })).toBeNull();
});
