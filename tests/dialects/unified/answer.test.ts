import { expect, test } from "bun:test";
import type { Answer } from "../../../src/core/answer.ts";
import type { Origin } from "../../../src/core/chat.ts";
import { noUsage } from "../../../src/core/usage.ts";
import { readAnswer, writeAnswer } from "../../../src/dialects/unified/answer.ts";

const origin: Origin = { dialect: "anthropic", path: [] };

const answer: Answer = {
  ...{ id: "msg_1", model: "m", extras: { x: 1 }, origin },
  usage: { ...noUsage, inputTokens: 10, outputTokens: 25 },
  candidates: [
    {
      ...{ index: 0, extras: {}, origin },
      blocks: [{ type: "text", text: "Hello!", extras: {}, origin }],
      stop: { reason: "end", said: "end_turn", sequence: null },
    },
  ],
};

test("any vendor's answer has one shape, with what it cost", () => {
  const cost = { totalMicros: 350, inputMicros: 25, outputMicros: 325 };

  expect(writeAnswer(answer, () => ({ provider: "anthropic", cost, latencyMs: 1234 }))).toEqual({
    id: "msg_1",
    model: "m",
    provider: "anthropic",
    message: { role: "assistant", content: "Hello!" },
    finish_reason: "stop",
    usage: { prompt_tokens: 10, completion_tokens: 25, total_tokens: 35, input_tokens: 10, output_tokens: 25 },
    cost: {
      ...{ total_tokens: 35, input_tokens: 10, output_tokens: 25 },
      ...{ estimated_cost_usd: "0.000350", input_cost_usd: "0.000025", output_cost_usd: "0.000325" },
    },
    latency_ms: 1234,
  });
});

test("an answer of which nothing is known says so", () => {
  expect(writeAnswer({ ...answer, usage: null })).toMatchObject({
    ...{ provider: null, usage: null, cost: null, latency_ms: null },
  });
});

test("an answer is written as it was read", () => {
  const body = writeAnswer(answer, () => ({ provider: "anthropic", cost: null, latencyMs: 7 }));

  expect(writeAnswer(readAnswer(body))).toEqual(body);
  expect(readAnswer(body)).toMatchObject({
    id: "msg_1",
    usage: { inputTokens: 10 },
    candidates: [{ stop: { reason: "end" } }],
  });
});
