import { expect, test } from "bun:test";
import { routeOf } from "../../src/simulator/routes.ts";

const route = (
  method: string,
  path: string,
  headers: Record<string, string> = {},
  json: Record<string, unknown> = {},
) => routeOf(method, new URL(`http://simulator${path}`), new Headers(headers), json);

test.each([
  ["/v1/messages?beta=true", "generate", "anthropic", "anthropic"],
  ["/v1/messages/count_tokens", "count", "anthropic", "anthropic"],
  ["/api/anthropic/v1/messages", "generate", "anthropic", "anthropic"],
  ["/v1/chat/completions", "generate", "openai-chat", "openai"],
  ["/api/coding/paas/v4/chat/completions", "generate", "openai-chat", "openai"],
  ["/api/paas/v4/chat/completions", "generate", "openai-chat", "openai"],
  ["/v1/responses", "generate", "openai-responses", "openai"],
  ["/v1/embeddings", "embed", null, "openai"],
  ["/v1beta/models/gemini-2.5-pro:generateContent", "generate", "gemini", "google"],
  ["/v1beta/models/gemini-2.5-pro:countTokens", "count", "gemini", "google"],
  ["/v1beta/models/gemini-2.5-pro:fly", "unknown", null, "google"],
  ["/v1/nowhere", "unknown", null, "openai"],
] as const)("POST %s is %s in %p of %s", (path, operation, dialect, vendor) => {
  expect(route("POST", path)).toMatchObject({ operation, dialect, vendor });
});

test("Google's path says the model, the stream and its form", () => {
  expect(route("POST", "/v1beta/models/gemini-2.5-pro:streamGenerateContent?alt=sse")).toMatchObject({
    model: "gemini-2.5-pro",
    stream: true,
    sse: true,
  });
  expect(route("POST", "/v1beta/models/gemini-2.5-pro:streamGenerateContent")).toMatchObject({
    stream: true,
    sse: false,
  });
});

test.each([
  "mistral-large-latest",
  "codestral-latest",
  "magistral-x",
  "ministral-8b",
  "pixtral-12b",
  "devstral",
  "open-mistral-7b",
  "open-mixtral-8x7b",
])("the model %s has Mistral's manners", (model) => {
  expect(route("POST", "/v1/chat/completions", {}, { model }).vendor).toBe("mistral");
});

test("the list of models has the shape of whoever asks", () => {
  expect(route("GET", "/v1/models", { "anthropic-version": "2023-06-01" })).toMatchObject({
    operation: "models",
    vendor: "anthropic",
  });
  expect(route("GET", "/v1/models", { "x-api-key": "k" }).vendor).toBe("anthropic");
  expect(route("GET", "/v1/models").vendor).toBe("openai");
  expect(route("GET", "/v1beta/models")).toMatchObject({ operation: "models", vendor: "google" });
  expect(route("GET", "/v1/models/gpt-4o")).toMatchObject({ operation: "model", model: "gpt-4o" });
});

test("other methods and paths are unknown", () => {
  expect(route("GET", "/v1/messages")).toMatchObject({ operation: "unknown", vendor: "anthropic" });
  expect(route("DELETE", "/v1/chat/completions").operation).toBe("unknown");
  expect(route("GET", "/").operation).toBe("unknown");
});
