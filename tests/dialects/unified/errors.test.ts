import { expect, test } from "bun:test";
import { ProxyError } from "../../../src/core/errors.ts";
import { readFailure, writeError, writeStreamError } from "../../../src/dialects/unified/errors.ts";
import { limited, unreachable } from "../trouble.ts";

test("an error is a sentence, with its name, what to do, and the request's id", () => {
  const { status, body } = writeError(unreachable, "r_1");

  expect(status).toBe(502);
  expect(JSON.parse(body)).toEqual({
    error: 'Upstream "x" refused "this".',
    code: "upstream_refused",
    hint: "Try again.",
    request_id: "r_1",
  });
  expect(readFailure(JSON.parse(body))).toMatchObject({
    type: "upstream_refused",
    message: 'Upstream "x" refused "this".',
  });
});

test("of a request that is none it says what was expected", () => {
  const invalid = { error: "Invalid request", details: { model: { _errors: ["Required"] } } };
  const { status, body } = writeError(new ProxyError("invalid_request", "Invalid request", { invalid }), "r_1");

  expect(status).toBe(400);
  expect(JSON.parse(body)).toEqual({ ...invalid, code: "invalid_request", hint: null, request_id: "r_1" });
});

test("in a stream it is the last event", () => {
  expect(writeStreamError(limited, "r_1")).toStartWith('event: error\ndata: {"error":"The proxy stops."');
});
