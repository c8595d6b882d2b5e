import { expect, test } from "bun:test";
import type { DialectName } from "../../../../src/core/dialect-name.ts";
import type { JsonObject } from "../../../../src/lib/json.ts";
import { fitted } from "../../../support/fitted.ts";

const nothing: readonly [DialectName, JsonObject, string][] = [
  ["openai-chat", { messages: "hi" }, "anthropic"],
  ["openai-chat", { messages: [] }, "google"],
  ["openai-chat", {}, "openai/openai-responses"],
  ["anthropic", { max_tokens: 9, messages: [] }, "mistral"],
  ["openai-responses", {}, "anthropic"],
  ["gemini", { contents: [] }, "openai"],
];

for (const [from, body, place] of nothing)
  test(`X-11 ${JSON.stringify(body)} of ${from} is refused on the way to ${place}, and nobody is asked to begin`, () => {
    expect(() => fitted(from, body, place)).toThrow(
      expect.objectContaining({ code: "untranslatable", rule: "messages.none" }),
    );
  });

test("instructions alone are something to begin with", () => {
  const { rules } = fitted("openai-responses", { instructions: "Tell a joke." }, "anthropic");

  expect(rules).toContain("messages.first");
});
