import { expect, test } from "bun:test";
import { noUsage } from "../../../src/core/usage.ts";
import { readUsage, usageLeft, writeUsage } from "../../../src/dialects/anthropic/usage.ts";

const cached = {
  input_tokens: 5,
  cache_read_input_tokens: 100,
  cache_creation_input_tokens: 30,
  cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
  output_tokens: 7,
  output_tokens_details: { thinking_tokens: 3 },
  server_tool_use: { web_search_requests: 2, web_fetch_requests: 1 },
  service_tier: "standard",
};

test("the input is what was sent afresh, read from the cache and written into it", () => {
  expect(readUsage(cached)).toEqual({
    usage: {
      ...noUsage,
      inputTokens: 135,
      cacheReadTokens: 100,
      cacheWriteTokens: 30,
      cacheWrite1hTokens: 20,
      outputTokens: 7,
      reasoningTokens: 3,
      webSearches: 2,
    },
    anomalies: 0,
  });
});

test("what is not said is unknown, and a 0 that is said is 0", () => {
  expect(readUsage({ input_tokens: 0, cache_read_input_tokens: 0 }).usage).toEqual({
    ...noUsage,
    inputTokens: 0,
    cacheReadTokens: 0,
  });
  expect(readUsage({ output_tokens: 5 }).usage).toEqual({ ...noUsage, outputTokens: 5 });
  expect(readUsage(null)).toEqual({ usage: noUsage, anomalies: 0 });
});

test("U-34 counts that cannot be meant are counted and never summed", () => {
  const { usage, anomalies } = readUsage({ input_tokens: 5, cache_read_input_tokens: -1, output_tokens: 1.5 });

  expect([usage.inputTokens, usage.cacheReadTokens, usage.outputTokens, anomalies]).toEqual([5, null, null, 2]);
});

test("compacting the conversation on the way is part of what was taken; another model's advice is not", () => {
  const { usage } = readUsage({
    input_tokens: 181,
    cache_read_input_tokens: 0,
    output_tokens: 8,
    iterations: [
      { type: "compaction", input_tokens: 100, cache_read_input_tokens: 55_096, output_tokens: 83 },
      { type: "advisor_message", model: "other", input_tokens: 9_000, output_tokens: 900 },
      { type: "message", input_tokens: 181, cache_read_input_tokens: 0, output_tokens: 8 },
    ],
  });

  expect([usage.inputTokens, usage.cacheReadTokens, usage.outputTokens]).toEqual([55_377, 55_096, 91]);
});

test("a usage is written as it was read", () => {
  const left = usageLeft(cached);

  expect(left).toEqual({ server_tool_use: { web_fetch_requests: 1 }, service_tier: "standard" });
  expect(writeUsage(readUsage(cached).usage, left)).toMatchObject({
    input_tokens: 5,
    cache_read_input_tokens: 100,
    cache_creation: { ephemeral_5m_input_tokens: 10, ephemeral_1h_input_tokens: 20 },
    output_tokens: 7,
  });
});
