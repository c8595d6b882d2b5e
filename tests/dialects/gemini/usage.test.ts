import { expect, test } from "bun:test";
import { noUsage } from "../../../src/core/usage.ts";
import { gemini } from "../../../src/dialects/gemini/index.ts";
import { readUsage, usageLeft, writeUsage } from "../../../src/dialects/gemini/usage.ts";

const told = {
  promptTokenCount: 100,
  toolUsePromptTokenCount: 20,
  cachedContentTokenCount: 60,
  candidatesTokenCount: 7,
  thoughtsTokenCount: 30,
  totalTokenCount: 157,
  promptTokensDetails: [
    { modality: "TEXT", tokenCount: 90 },
    { modality: "AUDIO", tokenCount: 10 },
  ],
};

test("the input is the prompt and what tools read, the output is the answer and its thoughts", () => {
  expect(readUsage(told)).toEqual({
    usage: {
      ...noUsage,
      inputTokens: 120,
      cacheReadTokens: 60,
      inputAudioTokens: 10,
      outputTokens: 37,
      reasoningTokens: 30,
    },
    anomalies: 0,
  });
});

test("what is not said is unknown", () => {
  expect(readUsage({ promptTokenCount: 12, totalTokenCount: 12 }).usage).toEqual({ ...noUsage, inputTokens: 12 });
  expect(readUsage("much").usage).toEqual(noUsage);
});

test("U-34 counts that cannot be meant are counted and never summed", () => {
  const { usage, anomalies } = readUsage({ promptTokenCount: -5, candidatesTokenCount: 3, thoughtsTokenCount: 0.5 });

  expect([usage.inputTokens, usage.outputTokens, usage.reasoningTokens, anomalies]).toEqual([null, 3, null, 2]);
});

test("a usage is written as it was read; another vendor's gets the sum that Google tells", () => {
  expect(writeUsage(readUsage(told).usage, usageLeft(told))).toEqual(told);
  expect(writeUsage({ ...noUsage, inputTokens: 5, outputTokens: 3 }, {})).toMatchObject({ totalTokenCount: 8 });
});

test("searches of the web are counted where what was found is told: each query since Gemini 3, before that one a prompt", () => {
  const found = (model: string) => ({
    modelVersion: model,
    candidates: [{ content: { parts: [] }, groundingMetadata: { webSearchQueries: ["a", "b"] }, finishReason: "STOP" }],
    usageMetadata: { promptTokenCount: 5 },
  });
  const streamed = (model: string) =>
    gemini
      .eventReader()
      .read({ name: "message", data: JSON.stringify(found(model)) })
      .find(({ type }) => type === "usage");

  expect(gemini.readAnswer(found("gemini-3-flash-preview")).usage?.webSearches).toBe(2);
  expect(gemini.readAnswer(found("gemini-2.5-flash")).usage?.webSearches).toBe(1);
  expect(gemini.readAnswer({ ...found("gemini-3-pro"), candidates: [] }).usage?.webSearches).toBeNull();
  expect(streamed("gemini-3-pro")).toMatchObject({ usage: { inputTokens: 5, webSearches: 2 } });
});
