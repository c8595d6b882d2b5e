import { expect, test } from "bun:test";
import { ProxyError } from "../../../src/core/errors.ts";
import { writeError, writeStreamError } from "../../../src/dialects/openai-chat/errors.ts";
import { limited, unreachable } from "../trouble.ts";

test("an error looks like OpenAI's own and carries our name for it", () => {
  const { status, body } = writeError(unreachable);

  expect(status).toBe(502);
  expect(JSON.parse(body)).toEqual({
    error: {
      message: 'Upstream "x" refused "this". Try again.',
      type: "server_error",
      param: null,
      code: "upstream_refused",
    },
  });
});

test("what is the caller's doing is an invalid request", () => {
  expect(JSON.parse(writeError(new ProxyError("not_found", "x")).body).error.type).toBe("invalid_request_error");
});

test("in a stream it takes the place of a chunk, and no [DONE] follows", () => {
  const event = writeStreamError(limited);

  expect(event).toStartWith('data: {"error":{"message":"The proxy stops."');
  expect(event).toEndWith("}\n\n");
  expect(event).not.toContain("[DONE]");
});
