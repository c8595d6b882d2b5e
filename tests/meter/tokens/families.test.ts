import { expect, test } from "bun:test";
import { familyOf } from "../../../src/meter/tokens/families.ts";

test.each([
  ["claude-opus-4-8", "claude-5"],
  ["claude-sonnet-5-20260101", "claude-5"],
  ["anthropic/claude-4.5-haiku-20251001", "claude-4.5"],
  ["claude-sonnet-4-5-20250929", "claude-4.5"],
  ["us.anthropic.claude-sonnet-4-20250514-v1:0", "claude-4"],
  ["claude-3-5-haiku-latest", "claude-3"],
  ["gpt-3.5-turbo-0125", "gpt-3.5"],
  ["gpt-4-0613", "gpt-3.5"],
  ["gpt-4o-mini-2024-07-18", "gpt-4"],
  ["gpt-4.1", "gpt-4"],
  ["openai/gpt-5.4-nano", "gpt-5"],
  ["o4-mini", "o"],
  ["models/gemini-3-flash-preview", "gemini-3"],
  ["gemini-2.5-pro", "gemini"],
  ["GLM-4.6", "glm"],
  ["open-mixtral-8x22b", "mistral"],
  ["nobody-knows-me", "other"],
])("%s counts as %s", (model, name) => {
  expect(familyOf(model).name).toBe(name);
});
