import { expect, test } from "bun:test";
import type { Origin } from "../../../src/core/chat.ts";
import { readRequest, writeRequest } from "../../../src/dialects/openai-responses/request.ts";

const again = (body: object) => writeRequest(readRequest({ ...body })).body;

test("a request is written as it was read, with items of every kind", () => {
  const body = {
    model: "m",
    stream: true,
    store: false,
    instructions: "Be brief.",
    include: ["reasoning.encrypted_content"],
    prompt_cache_key: "k",
    reasoning: { effort: "high", summary: "auto" },
    text: { format: { type: "json_schema", name: "n", schema: {}, strict: true }, verbosity: "low" },
    max_output_tokens: 9,
    tool_choice: "auto",
    parallel_tool_calls: false,
    previous_response_id: "resp_1",
    input: [
      { type: "message", role: "developer", content: [{ type: "input_text", text: "a" }] },
      {
        type: "message",
        id: "msg_1",
        role: "assistant",
        status: "completed",
        content: [{ type: "output_text", text: "b" }],
      },
      { type: "reasoning", id: "rs_1", summary: [{ type: "summary_text", text: "hm" }], encrypted_content: "gAAA" },
      { type: "function_call", id: "fc_1", call_id: "c1", name: "f", arguments: '{"x":' },
      { type: "function_call_output", call_id: "c1", output: "42" },
      { type: "custom_tool_call", call_id: "c2", name: "g", input: "free" },
      { type: "custom_tool_call_output", call_id: "c2", output: "43" },
      { type: "item_reference", id: "msg_0" },
      { type: "compaction", encrypted_content: "gAAA" },
      { type: "web_search_call", id: "ws_1", status: "completed" },
    ],
  };

  expect(again(body)).toEqual(body);
});

test("a text alone is what a user says, and goes on with what the vendor holds", () => {
  const chat = readRequest({ model: "m", input: "Hi", conversation: { id: "conv_1" } });

  expect(chat).toMatchObject({ messages: [{ role: "user", blocks: [{ text: "Hi" }] }], continues: "conv_1" });
  expect(writeRequest(chat).body).toEqual({
    model: "m",
    conversation: "conv_1",
    input: [{ type: "message", role: "user", content: [{ type: "input_text", text: "Hi" }] }],
  });
});

test("thinking that is switched off says so", () => {
  expect(readRequest({ reasoning: { effort: "none" } }).reasoning?.mode).toBe("off");
  expect(again({ input: [], reasoning: { effort: "none" } })).toEqual({ input: [], reasoning: { effort: "none" } });
});

test("another vendor's thoughts do not get in", () => {
  const origin: Origin = { dialect: "anthropic", path: [] };
  const chat = readRequest({ input: [] });
  const thought = { type: "thinking", text: "hm", signature: "x", isSealed: false, extras: {}, origin } as const;

  const { body } = writeRequest({
    ...chat,
    messages: [{ role: "assistant", name: null, blocks: [thought], extras: {}, origin }],
  });

  expect(body["input"]).toEqual([]);
});
