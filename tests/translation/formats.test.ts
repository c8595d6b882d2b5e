import { expect, test } from "bun:test";
import { isMessages } from "../../src/translation/formats.ts";

test("one format is that of messages", () => {
  expect(isMessages("anthropic")).toBe(true);
  for (const other of ["openai-chat", "openai-responses", "gemini", "unified", null, undefined] as const)
    expect(isMessages(other)).toBe(false);
});
