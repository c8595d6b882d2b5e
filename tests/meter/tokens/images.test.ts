import { expect, test } from "bun:test";
import { imagesOf, imageTokens } from "../../../src/meter/tokens/images.ts";

const tokens = (model: string, width: number, height: number, detail: string | null = null) =>
  imageTokens({ width, height }, imagesOf(model), detail);

test("Z5: Anthropic counts the area, after it has made a large image smaller", () => {
  expect(tokens("claude-sonnet-4-5", 200, 200)).toBe(54);
  expect(tokens("claude-sonnet-4-5", 1000, 1000)).toBe(1334);
  expect(tokens("claude-sonnet-4-5", 4000, 3000)).toBe(1600);
  expect(tokens("claude-sonnet-4-5", 8000, 400)).toBe(164);
  expect(tokens("claude-opus-4-8", 1920, 1080)).toBe(2765);
  expect(tokens("claude-opus-4-8", 4000, 3000)).toBe(4784);
});

test("Z5: OpenAI counts tiles of 512 pixels, and looks once where the detail is low", () => {
  expect(tokens("gpt-4o", 1024, 1024)).toBe(765);
  expect(tokens("gpt-4o", 2048, 4096)).toBe(1105);
  expect(tokens("gpt-4o", 4096, 8192, "low")).toBe(85);
  expect(tokens("gpt-4o-mini", 512, 512)).toBe(8500);
  expect(tokens("gpt-5", 1024, 1024)).toBe(630);
});

test("Z5: smaller and newer models of OpenAI count patches of 32 pixels", () => {
  expect(tokens("gpt-4.1-mini", 1024, 1024)).toBe(1659);
  expect(tokens("gpt-5-nano", 320, 320)).toBe(246);
  expect(tokens("o4-mini", 1800, 2400)).toBeLessThanOrEqual(Math.ceil(1536 * 1.72));
  expect(tokens("gpt-5.5", 1024, 1024)).toBe(1229);
  expect(tokens("gpt-5.5", 256, 256)).toBe(77);
});

test("Z5: Google counts crops, or the same for each image", () => {
  expect(tokens("gemini-2.5-flash", 384, 384)).toBe(258);
  expect(tokens("gemini-2.5-flash", 960, 540)).toBe(6 * 258);
  expect(tokens("gemini-3-pro", 4000, 3000)).toBe(1120);
});
