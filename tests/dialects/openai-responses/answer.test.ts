import { expect, test } from "bun:test";
import type { Origin } from "../../../src/core/chat.ts";
import { readAnswer, writeAnswer } from "../../../src/dialects/openai-responses/answer.ts";

const body = {
  id: "resp_1",
  object: "response",
  created_at: 7,
  status: "completed",
  incomplete_details: null,
  model: "m",
  output: [
    { type: "reasoning", id: "rs_1", summary: [] },
    { type: "web_search_call", id: "ws_1", status: "completed", action: { type: "search" } },
    {
      ...{ type: "message", id: "msg_1", status: "completed", role: "assistant" },
      content: [{ type: "output_text", text: "ok", annotations: [{ type: "url_citation" }] }],
    },
    { type: "function_call", id: "fc_1", status: "completed", call_id: "c1", name: "f", arguments: "{}" },
  ],
  usage: { input_tokens: 3, output_tokens: 4, total_tokens: 7 },
  service_tier: "default",
};

test("a response is one candidate, its items in their order", () => {
  const { candidates, usage } = readAnswer(body);

  expect(candidates).toHaveLength(1);
  expect(candidates[0]?.blocks.map(({ type }) => type)).toEqual(["thinking", "unknown", "text", "tool-call"]);
  expect(candidates[0]?.stop?.reason).toBe("tool-call");
  expect(usage).toMatchObject({ inputTokens: 3, outputTokens: 4, webSearches: 1 });
});

test("a vendor's own count of its searches counts", () => {
  expect(readAnswer({ ...body, tool_usage: { web_search: { num_requests: 0 } } }).usage?.webSearches).toBe(0);
});

test("it is written as it was", () => {
  expect(writeAnswer(readAnswer(body))).toEqual(body);
  expect(writeAnswer(readAnswer({ ...body, status: "queued" }))).toMatchObject({ status: "queued" });
});

test("another format's answer gets all that clients of this one look for", () => {
  const origin: Origin = { dialect: "gemini", path: [] };
  const text = { type: "text", text: "ok", extras: {}, origin } as const;
  const stop = { reason: "max-tokens", said: "MAX_TOKENS", sequence: null } as const;

  const written = writeAnswer({
    ...{ id: "1", model: "m", usage: null, extras: {}, origin },
    candidates: [{ index: 0, blocks: [text], stop, extras: {}, origin }],
  });

  expect(written).toMatchObject({
    ...{ object: "response", status: "incomplete", incomplete_details: { reason: "max_output_tokens" } },
    ...{ tools: [], parallel_tool_calls: true },
    output: [
      {
        ...{ type: "message", id: "msg_1_0", status: "completed", role: "assistant" },
        content: [{ type: "output_text", text: "ok", annotations: [] }],
      },
    ],
  });
});
