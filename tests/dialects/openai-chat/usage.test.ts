import { expect, test } from "bun:test";
import fc from "fast-check";
import { noUsage } from "../../../src/core/usage.ts";
import { readUsage, writeUsage } from "../../../src/dialects/openai-chat/usage.ts";

const read = (usage: object) => {
  const said = readUsage(usage).usage;
  return Object.fromEntries(Object.entries(said).filter(([, count]) => count !== null));
};

test("OpenAI's counts keep their parts within their whole", () => {
  expect(
    read({
      prompt_tokens: 100,
      completion_tokens: 50,
      total_tokens: 150,
      prompt_tokens_details: { cached_tokens: 64, audio_tokens: 3, cache_write_tokens: 20 },
      completion_tokens_details: { reasoning_tokens: 40, audio_tokens: 2, accepted_prediction_tokens: 9 },
    }),
  ).toEqual({
    ...{ inputTokens: 100, cacheReadTokens: 64, cacheWriteTokens: 20, inputAudioTokens: 3 },
    ...{ outputTokens: 50, reasoningTokens: 40, outputAudioTokens: 2 },
  });
});

test("others have names of their own for what was cached", () => {
  const counts = { prompt_tokens: 10, completion_tokens: 1 };

  for (const cached of [
    { prompt_cache_hit_tokens: 8, prompt_cache_miss_tokens: 2 },
    { num_cached_tokens: 8 },
    { cached_tokens: 8 },
    { prompt_tokens_details: null, cached_tokens: 8 },
  ])
    expect(read({ ...counts, ...cached })).toEqual({ inputTokens: 10, outputTokens: 1, cacheReadTokens: 8 });
});

test("thinking that only the total counts is output as well", () => {
  const thought = { completion_tokens_details: { reasoning_tokens: 228 } };

  expect(read({ prompt_tokens: 12, completion_tokens: 1, total_tokens: 241, ...thought })).toMatchObject({
    outputTokens: 229,
    reasoningTokens: 228,
  });
  expect(read({ prompt_tokens: 7, completion_tokens: 12, total_tokens: 402 })).toEqual({
    inputTokens: 7,
    outputTokens: 395,
  });
  expect(read({ prompt_tokens: 7, completion_tokens: 300, total_tokens: 307, ...thought })["outputTokens"]).toBe(300);
});

test("a vendor's searches of the web are counted", () => {
  expect(read({ server_tool_use_details: { web_search_requests: 2 } })).toEqual({ webSearches: 2 });
});

test("U-34 counts that cannot be meant are unknown, and told of", () => {
  const { usage, anomalies } = readUsage({
    prompt_tokens: -1,
    completion_tokens: 10,
    total_tokens: 9.5,
    completion_tokens_details: { reasoning_tokens: 11 },
  });

  expect(usage).toEqual({ ...noUsage, outputTokens: 10 });
  expect(anomalies).toBe(3);
});

test("what was read is written in OpenAI's own words, and reads the same", () => {
  const counts = fc.option(fc.nat(1000));
  fc.assert(
    fc.property(counts, counts, counts, (inputTokens, outputTokens, reasoningTokens) => {
      const usage = { ...noUsage, inputTokens, outputTokens, cacheReadTokens: inputTokens && 1, reasoningTokens };
      const isPossible = reasoningTokens === null || outputTokens === null || reasoningTokens <= outputTokens;

      if (isPossible) expect(readUsage(writeUsage(usage))).toEqual({ usage, anomalies: 0 });
    }),
  );
  expect(writeUsage(noUsage)).toEqual({});
});

test("anything at all can be read", () => {
  fc.assert(fc.property(fc.anything(), (usage) => void readUsage(usage)));
});
