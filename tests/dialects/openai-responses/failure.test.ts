import { expect, test } from "bun:test";
import { readFailure } from "../../../src/dialects/openai-responses/failure.ts";

test("a refused request says its error as chat completions do", () => {
  expect(readFailure({ error: { type: "invalid_request_error", message: "No." } })).toEqual({
    type: "invalid_request_error",
    message: "No.",
    kind: "bad_request",
  });
});

test("a response that failed says it inside", () => {
  const failed = { object: "response", status: "failed", error: { code: "server_error", message: "Sorry." } };

  expect(readFailure(failed)).toEqual({
    ...{ type: "server_error", code: "server_error" },
    ...{ message: "Sorry.", kind: "internal" },
  });
  expect(readFailure({ object: "response", status: "failed", error: null })).toEqual({
    ...{ type: null, message: "", kind: "internal" },
  });
  expect(readFailure({ object: "response", status: "completed", error: null })).toBeNull();
});
