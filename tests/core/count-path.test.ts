import { expect, test } from "bun:test";
import { countedAt } from "../../src/core/count-path.ts";

test.each([
  ["/v1/messages/count_tokens", "anthropic"],
  ["/v1/responses/input_tokens", "openai-responses"],
  ["/v1beta/models/gemini-2.5-pro:countTokens", "gemini"],
  ["/v1/messages", null],
  ["/v1/responses", null],
  ["/v1beta/models/gemini-2.5-pro:generateContent", null],
  ["/v1/messages/count_tokens/more", null],
] as const)("%s counts %s", (path, dialect) => {
  expect(countedAt(path)).toBe(dialect);
});
