import { expect, test } from "bun:test";
import type { DialectName } from "../../../../src/core/dialect-name.ts";
import { ProxyError } from "../../../../src/core/errors.ts";
import { anthropic } from "../../../../src/dialects/anthropic/index.ts";
import type { JsonObject } from "../../../../src/lib/json.ts";
import { fitted, says } from "../../../support/fitted.ts";

const refusal = (from: DialectName, body: JsonObject, place: string): ProxyError => {
  try {
    fitted(from, body, place);
  } catch (thrown) {
    if (thrown instanceof ProxyError) return thrown;
  }
  throw new Error("it was not refused");
};

const refusals: readonly [string, DialectName, JsonObject, string][] = [
  ["held.response", "openai-responses", { previous_response_id: "resp_1" }, "anthropic"],
  ["held.response", "openai-responses", { conversation: "conv_1" }, "google"],
  ["held.prompt", "openai-responses", { prompt: { id: "pmpt_1" } }, "anthropic"],
  ["held.background", "openai-responses", { background: true }, "mistral"],
  ["held.cached-content", "gemini", { cachedContent: "cachedContents/1" }, "openai"],
  ["held.thread", "anthropic", { thread: { type: "create" } }, "openai"],
  ["sampling.candidates", "openai-chat", { n: 2 }, "anthropic"],
  ["sampling.candidates", "gemini", { generationConfig: { candidateCount: 2 } }, "zai/openai-chat"],
  ["format.media", "openai-chat", { modalities: ["audio"] }, "google"],
  ["format.media", "gemini", { generationConfig: { responseModalities: ["IMAGE"] } }, "openai"],
];

for (const [rule, from, said, place] of refusals) {
  test(`${Object.keys(said)[0]} of ${from} is refused with 400 on the way to ${place}: ${rule}`, () => {
    const base =
      from === "gemini" || from === "anthropic" || from === "openai-responses" ? says[from] : says["openai-chat"];
    const error = refusal(from, { ...base, ...said }, place);

    expect(error).toMatchObject({ code: "untranslatable", rule });
    expect(error.failure.status).toBe(400);
    expect(error.hint).toBeTruthy();
  });
}

test("a thread is refused in the words that Anthropic's SDKs go on without threads at", () => {
  const thread = { type: "continue", previous_message_id: "msg_1" };
  const { status, body } = anthropic.writeError(refusal("anthropic", { thread, messages: [] }, "openai"), "r_1");

  expect(status).toBe(400);
  expect(JSON.parse(body).error).toMatchObject({
    type: "invalid_request_error",
    details: { error_code: "thread_unsupported_request", unsupported: ["thread"] },
  });
});

test("one answer, and one in text beside pictures, are what everybody gives", () => {
  expect(fitted("openai-chat", { ...says["openai-chat"], n: 1 }, "anthropic").rules).not.toContain(
    "sampling.candidates",
  );
  const config = { responseModalities: ["TEXT", "IMAGE"] };
  expect(fitted("gemini", { ...says.gemini, generationConfig: config }, "openai").rules).toContain("fields.other");
});
