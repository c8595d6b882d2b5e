import { expect, test } from "bun:test";
import { noUsage } from "../../../src/core/usage.ts";
import { readAnswer, writeAnswer } from "../../../src/dialects/anthropic/answer.ts";

const body = {
  id: "msg_1",
  type: "message",
  role: "assistant",
  model: "m",
  content: [
    { type: "thinking", thinking: "", signature: "sig" },
    { type: "text", text: "hi" },
    { type: "tool_use", id: "t", name: "n", input: {} },
  ],
  stop_reason: "tool_use",
  stop_sequence: null,
  usage: { input_tokens: 5, cache_read_input_tokens: 7, output_tokens: 3, service_tier: "standard" },
  container: { id: "c" },
};

test("an answer is read: what was said, why it ended, what it took", () => {
  const answer = readAnswer(body);

  expect(answer).toMatchObject({
    id: "msg_1",
    model: "m",
    usage: { ...noUsage, inputTokens: 12, cacheReadTokens: 7, outputTokens: 3 },
  });
  expect(answer.candidates[0]?.blocks.map(({ type }) => type)).toEqual(["thinking", "text", "tool-call"]);
  expect(answer.candidates[0]?.stop).toEqual({ reason: "tool-call", said: "tool_use", sequence: null });
  expect(answer.extras).toEqual({ container: { id: "c" }, usage: { service_tier: "standard" } });
});

test("an answer is written as it was read", () => {
  expect(writeAnswer(readAnswer(body))).toEqual(body);
});

test("an answer that is none is an empty one", () => {
  expect(readAnswer({}).candidates).toMatchObject([{ blocks: [], stop: null }]);
  expect(readAnswer({ content: 5, usage: "much" })).toMatchObject({
    usage: null,
    extras: { content: 5, usage: "much" },
  });
});
