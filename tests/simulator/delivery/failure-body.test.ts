import { expect, test } from "bun:test";
import { anthropicErrorType, failureBody, openaiErrorType } from "../../../src/simulator/delivery/failure-body.ts";
import { Refusal } from "../../../src/simulator/refusal.ts";

const refusal = new Refusal(429, "Slow down.", { retryAfter: "7" });

test("Anthropic's error is one line with its type and the request's id", () => {
  expect(failureBody("anthropic", refusal, "req_1")).toBe(
    '{"type":"error","error":{"type":"rate_limit_error","message":"Slow down."},"request_id":"req_1"}',
  );
});

test("OpenAI's error is pretty-printed with four fields", () => {
  expect(failureBody("openai", refusal, "")).toBe(
    '{\n  "error": {\n    "message": "Slow down.",\n    "type": "requests",\n    "param": null,\n    "code": "rate_limit_exceeded"\n  }\n}\n',
  );
});

test("Google's error names its status and carries the advice to wait", () => {
  expect(JSON.parse(failureBody("google", refusal, ""))).toEqual({
    error: {
      code: 429,
      message: "Slow down.",
      status: "RESOURCE_EXHAUSTED",
      details: [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "7s" }],
    },
  });
});

test("Mistral's error is flat, and a refused key only a detail", () => {
  expect(JSON.parse(failureBody("mistral", refusal, ""))).toEqual({
    object: "error",
    message: "Slow down.",
    type: "requests",
    param: null,
    code: "1300",
  });
  expect(failureBody("mistral", new Refusal(401, "No."), "")).toBe('{"detail":"Unauthorized"}');
});

test("every status has a type, also one that nobody planned", () => {
  expect(anthropicErrorType(529)).toBe("overloaded_error");
  expect(anthropicErrorType(418)).toBe("invalid_request_error");
  expect(anthropicErrorType(599)).toBe("api_error");
  expect(openaiErrorType(500)).toBe("server_error");
});
