import { expect, test } from "bun:test";
import fc from "fast-check";
import { noUsage } from "../../../src/core/usage.ts";
import { isBilledSearch, readUsage, writeUsage } from "../../../src/dialects/openai-responses/usage.ts";

const said = {
  input_tokens: 100,
  input_tokens_details: { cached_tokens: 64, cache_write_tokens: 10 },
  output_tokens: 50,
  output_tokens_details: { reasoning_tokens: 40 },
  total_tokens: 150,
};

test("a response's counts are read, and written as they were", () => {
  const { usage, anomalies } = readUsage(said);

  expect(usage).toEqual({
    ...noUsage,
    ...{ inputTokens: 100, cacheReadTokens: 64, cacheWriteTokens: 10, outputTokens: 50, reasoningTokens: 40 },
  });
  expect(anomalies).toBe(0);
  expect(writeUsage(usage)).toEqual(said);
});

test("U-34 a part beyond its whole is unknown", () => {
  const { usage, anomalies } = readUsage({ ...said, output_tokens_details: { reasoning_tokens: 51 } });

  expect([usage.reasoningTokens, anomalies]).toEqual([null, 1]);
});

test("searching is billed, looking at what was found is not", () => {
  const call = (action?: object) => isBilledSearch({ type: "web_search_call", id: "ws_1", action });

  expect([call({ type: "search", query: "x" }), call(), call({ type: "open_page" })]).toEqual([true, true, false]);
  expect(isBilledSearch({ type: "file_search_call" })).toBe(false);
  expect(readUsage({ server_side_tool_usage_details: { web_search_calls: 3 } }).usage.webSearches).toBe(3);
});

test("anything at all can be read", () => {
  fc.assert(fc.property(fc.anything(), (usage) => void readUsage(usage)));
});
