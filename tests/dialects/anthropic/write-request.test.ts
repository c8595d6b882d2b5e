import { expect, test } from "bun:test";
import type { Chat } from "../../../src/core/chat.ts";
import { readRequest } from "../../../src/dialects/anthropic/request.ts";
import { writeRequest } from "../../../src/dialects/anthropic/write-request.ts";
import type { JsonObject } from "../../../src/lib/json.ts";

const again = (body: JsonObject): JsonObject => writeRequest(readRequest(body)).body;
const messages = [{ role: "user", content: [{ type: "text", text: "hi" }] }];

test("a request is written as it was read", () => {
  const bodies = [
    { model: "m", max_tokens: 9, messages, stream: true, metadata: { user_id: "u" }, container: "c" },
    { messages, thinking: { type: "adaptive", display: "omitted" }, output_config: { effort: "high", task: "x" } },
    { messages, thinking: { type: "enabled", budget_tokens: 1024 }, temperature: 1, top_p: 0.9, top_k: 5 },
    { messages, thinking: { type: "disabled" }, output_config: { effort: "low" } },
    { messages, output_config: { format: { type: "json_schema", schema: { type: "object" } } } },
    { messages, output_format: { type: "json_schema", schema: { type: "object" } } },
    { messages, thread: { type: "continue", previous_message_id: "msg_1" } },
    { messages, thread: { type: "create" }, context_management: { edits: [] } },
    { messages: [{ role: "poet", content: 5, own: 1 }] },
  ];

  for (const body of bodies) expect(again(body)).toEqual(body);
});

test("it goes to the path of messages", () => {
  expect(writeRequest(readRequest({ messages }))).toMatchObject({ path: "/v1/messages", query: "" });
});

test("a conversation out of another format loses that format's own fields", () => {
  const origin = { dialect: "openai-chat" as const, path: [] };
  const read = readRequest({ model: "m", messages });
  const foreign: Chat = {
    ...read,
    origin,
    extras: { logit_bias: {} },
    reasoning: { mode: null, effort: "minimal", budgetTokens: null, isShown: null },
  };

  expect(writeRequest(foreign).body).toEqual({ model: "m", messages, output_config: { effort: "low" } });
});

test("developers speak as the system, tools as the user", () => {
  const read = readRequest({ messages });
  const roles = (["developer", "tool", "assistant"] as const).map((role) => ({
    role,
    name: null,
    blocks: [],
    extras: {},
    origin: null,
  }));

  expect(writeRequest({ ...read, messages: roles }).body["messages"]).toMatchObject([
    { role: "system" },
    { role: "user" },
    { role: "assistant" },
  ]);
});
