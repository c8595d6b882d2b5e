import { expect, test } from "bun:test";
import type { Answered } from "../../../cli/asking/ask.ts";
import { promptOf, scaleFrom, scaleWords } from "../../../cli/test-context/prompt.ts";
import { tokensIn } from "../../../src/simulator/tokens.ts";

const counted = (inputTokens: number | null): Answered => ({
  ...{ tooLong: null, inputTokens, outputTokens: 1, ttftMs: 1, totalMs: 2 },
});

const scaleOf = (count: (text: string) => number) => {
  const [few, many] = scaleWords.map((words) => counted(count(promptOf(words))));
  return scaleFrom(few as Answered, many as Answered);
};

test("a prompt has as many words more as are asked for, and begins like any other", () => {
  const words = (text: string) => text.split(/\s+/).length;

  expect(words(promptOf(1007)) - words(promptOf(7))).toBe(1000);
  expect(promptOf(5000).startsWith(promptOf(96).slice(0, 300))).toBe(true);
});

test.each([1, 1.5, 2.25])("a vendor that counts %p tokens a word gets prompts of the length that is meant", (each) => {
  const count = (text: string) => Math.round(tokensIn(text) * each) + 7;
  const { wordsFor, tokensFor } = scaleOf(count);

  for (const tokens of [500, 50_000, 200_000]) {
    const words = wordsFor(tokens);
    expect(Math.abs(count(promptOf(words)) - tokens)).toBeLessThanOrEqual(4);
    expect(Math.abs(tokensFor(words) - count(promptOf(words)))).toBeLessThanOrEqual(1);
  }
});

test("a vendor that does not count is told of, and one that counts nonsense", () => {
  expect(() => scaleFrom(counted(10), counted(null))).toThrow("does not say how many tokens");
  expect(() => scaleFrom(counted(10), counted(10))).toThrow("does not say how many tokens");
});
