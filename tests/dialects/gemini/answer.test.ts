import { expect, test } from "bun:test";
import { readAnswer, writeAnswer } from "../../../src/dialects/gemini/answer.ts";

const candidate = (index: number, text: string) => ({
  content: { role: "model", parts: [{ text }] },
  finishReason: "STOP",
  index,
  safetyRatings: [],
});
const body = {
  candidates: [candidate(0, "a"), candidate(1, "b")],
  usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 3, totalTokenCount: 8 },
  modelVersion: "m",
  responseId: "r",
};

test("an answer is read, all of its candidates, and written as it was", () => {
  const answer = readAnswer(body);

  expect(answer).toMatchObject({ id: "r", model: "m", usage: { inputTokens: 5, outputTokens: 3 } });
  expect(answer.candidates.map(({ index, stop }) => [index, stop?.reason])).toEqual([
    [0, "end"],
    [1, "end"],
  ]);
  expect(writeAnswer(answer)).toEqual(body);
});

test("a call makes a stop one for the tool", () => {
  const parts = [{ functionCall: { name: "n", args: {} } }];

  expect(readAnswer({ candidates: [{ content: { parts }, finishReason: "STOP" }] }).candidates[0]?.stop?.reason).toBe(
    "tool-call",
  );
});

test("a prompt that was refused has one candidate that says why, and is written as it was", () => {
  const refused = { promptFeedback: { blockReason: "SAFETY", safetyRatings: [] }, modelVersion: "m" };
  const answer = readAnswer(refused);

  expect(answer.candidates).toMatchObject([{ blocks: [], stop: { reason: "filtered", said: "SAFETY" } }]);
  expect(writeAnswer(answer)).toEqual(refused);
});

test("an answer that is none is an empty one", () => {
  expect(readAnswer({}).candidates).toEqual([]);
  expect(readAnswer({ candidates: 5, usageMetadata: [] })).toMatchObject({ usage: null, extras: { candidates: 5 } });
});
