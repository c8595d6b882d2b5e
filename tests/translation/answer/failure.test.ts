import { expect, test } from "bun:test";
import type { Dialect } from "../../../src/core/dialect.ts";
import { anthropic } from "../../../src/dialects/anthropic/index.ts";
import { gemini } from "../../../src/dialects/gemini/index.ts";
import { openaiChat } from "../../../src/dialects/openai-chat/index.ts";
import { openaiResponses } from "../../../src/dialects/openai-responses/index.ts";
import { unified } from "../../../src/dialects/unified/index.ts";
import { translatedFailure } from "../../../src/translation/answer/failure.ts";
import { wayOf } from "./ways.ts";

const failed = (from: Dialect, to: Dialect, status: number, said: unknown) => {
  const text = typeof said === "string" ? said : JSON.stringify(said);
  const answer = translatedFailure({ status, headers: new Headers(), text }, wayOf(from, to));
  return { status: answer.status, body: JSON.parse(answer.body) };
};
const openai = (code: string | null, message = "No.", type = "invalid_request_error") => ({
  error: { message, type, param: null, code },
});

test("out of credit is another thing than too fast, both ways", () => {
  expect(failed(openaiChat, anthropic, 429, openai("insufficient_quota", "No.", "insufficient_quota"))).toEqual({
    status: 429,
    body: { type: "error", error: { type: "billing_error", message: "No." }, request_id: "r_1x" },
  });
  expect(failed(openaiChat, anthropic, 429, openai("rate_limit_exceeded", "No.", "requests")).body.error.type).toBe(
    "rate_limit_error",
  );
  const empty = { type: "error", error: { type: "invalid_request_error", message: "Your credit balance is too low." } };
  expect(failed(anthropic, openaiChat, 400, empty).body.error).toMatchObject({ code: "insufficient_quota" });
});

test("what OpenAI calls an invalid request is Anthropic's own word for its status", () => {
  const typeAt = (status: number, code: string | null = null): string =>
    failed(openaiChat, anthropic, status, openai(code)).body.error.type;

  expect([typeAt(400), typeAt(401, "invalid_api_key")]).toEqual(["invalid_request_error", "authentication_error"]);
  expect([typeAt(403), typeAt(404), typeAt(413)]).toEqual(["permission_error", "not_found_error", "request_too_large"]);
});

test("a number that a vendor gives its errors is no code that programs of OpenAI's look for", () => {
  const codeAt = (status: number): string =>
    failed(openaiChat, openaiResponses, status, { object: "error", message: "No.", type: "x", code: "1300" }).body.error
      .code;

  expect([codeAt(429), codeAt(503), codeAt(400)]).toEqual(["rate_limit_exceeded", "server_is_overloaded", "1300"]);
});

test("a conversation that is too long is told in the words by which each client makes it shorter", () => {
  const message = "This model's maximum context length is 8 tokens. However, your messages resulted in 9 tokens.";
  const said = failed(openaiChat, anthropic, 400, openai("context_length_exceeded", message));
  expect(said.body.error).toEqual({
    type: "invalid_request_error",
    message: `prompt is too long: 9 tokens > 8 maximum (${message})`,
  });

  const theirs = {
    type: "error",
    error: { type: "invalid_request_error", message: "prompt is too long: 9 tokens > 8 maximum" },
  };
  expect(failed(anthropic, openaiChat, 400, theirs).body.error).toMatchObject({ code: "context_length_exceeded" });
  expect(failed(anthropic, gemini, 400, theirs).body.error.message).toStartWith(
    "The input token count (9) exceeds the maximum number of tokens allowed (8).",
  );
});

test("an overloaded vendor is overloaded in each format's own status", () => {
  const said = { type: "error", error: { type: "overloaded_error", message: "Overloaded" } };

  expect(failed(anthropic, openaiChat, 529, said)).toMatchObject({
    status: 503,
    body: { error: { type: "server_error" } },
  });
  expect(failed(anthropic, gemini, 529, said)).toMatchObject({
    status: 503,
    body: { error: { status: "UNAVAILABLE", code: 503 } },
  });
  expect(failed(anthropic, unified, 529, said)).toMatchObject({
    status: 503,
    body: { error: "Overloaded", code: "overloaded_error" },
  });
});

test("a key that Google does not know is a wrong key to everybody", () => {
  const details = [{ reason: "API_KEY_INVALID" }];
  const said = { error: { code: 400, status: "INVALID_ARGUMENT", message: "API key not valid.", details } };

  expect(failed(gemini, anthropic, 400, said)).toMatchObject({
    status: 401,
    body: { error: { type: "authentication_error" } },
  });
  expect(failed(gemini, openaiChat, 400, [said])).toMatchObject({
    status: 401,
    body: { error: { code: "invalid_api_key" } },
  });
});

test("a page, nothing, or what nobody can read becomes a sentence with the status", () => {
  for (const text of ["<html><h1>502</h1></html>", "", "  ", "{", '{"unknown":1}'])
    expect(failed(openaiChat, anthropic, 502, text), text).toMatchObject({
      status: 502,
      body: { error: { type: "api_error", message: "The upstream answered with status 502 and no message." } },
    });
  expect(failed(openaiChat, anthropic, 502, "Bad gateway\n").body.error.message).toBe("Bad gateway");
  expect(failed(openaiChat, anthropic, 404, { message: "no route" }).body.error).toEqual({
    type: "not_found_error",
    message: "no route",
  });
});

test("a key in a message is none any more", () => {
  const said = openai("invalid_api_key", "Incorrect API key provided: sk-proj-abcdefghijklmnopqrstuvwxyz.");

  expect(JSON.stringify(failed(openaiChat, anthropic, 401, said))).not.toContain("abcdefghijklmnop");
});

test("an error that came with a status of success gets its own", () => {
  expect(
    failed(anthropic, openaiChat, 200, { type: "error", error: { type: "rate_limit_error", message: "Slow." } }).status,
  ).toBe(429);
});

test("how long to wait is told where each vendor's clients look for it", () => {
  const details = [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "7.5s" }];
  const text = JSON.stringify({ error: { code: 429, status: "RESOURCE_EXHAUSTED", message: "No.", details } });
  const headers = new Headers({ "retry-after": "7" });

  const toOpenai = translatedFailure({ status: 429, headers: new Headers(), text }, wayOf(gemini, openaiChat));
  const said = JSON.stringify(openai("rate_limit_exceeded"));
  const toGemini = translatedFailure({ status: 429, headers, text: said }, wayOf(openaiChat, gemini));

  expect(toOpenai.retryAfterMs).toBe(7500);
  expect(toGemini.retryAfterMs).toBeUndefined(); // the header goes on as it is
  expect(JSON.parse(toGemini.body).error.details).toEqual([{ ...details[0], retryDelay: "7s" }]);
});
