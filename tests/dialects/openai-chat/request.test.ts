import { expect, test } from "bun:test";
import type { Message, Origin } from "../../../src/core/chat.ts";
import { readRequest, writeRequest } from "../../../src/dialects/openai-chat/request.ts";

test("a request is written as it was read, what has no name in our words too", () => {
  const body = {
    model: "m",
    stream: true,
    stream_options: { include_usage: true },
    messages: [{ role: "user", content: "Hi" }],
    max_tokens: 9,
    temperature: "hot",
    prediction: { type: "content", content: "x" },
    modalities: ["text", "audio"],
    thinking: { type: "enabled", clear_thinking: false },
    response_format: { type: "json_schema", json_schema: { name: "n", schema: {}, description: "d" } },
  };

  expect(writeRequest(readRequest(body))).toEqual({ path: "/v1/chat/completions", query: "", body });
});

test("a setting that was changed is changed where the client had it", () => {
  const chat = readRequest({ model: "m", messages: [], max_tokens: 9 });

  const { body } = writeRequest({ ...chat, sampling: { ...chat.sampling, maxTokens: 5 } });

  expect(body).toMatchObject({ max_tokens: 5 });
  expect(body).not.toHaveProperty("max_completion_tokens");
});

test("what other formats say in several entries of the assistant is one message here", () => {
  const origin: Origin = { dialect: "openai-responses", path: [] };
  const say = (role: Message["role"], text: string): Message => ({
    ...{ role, name: null, extras: {}, origin },
    blocks: [{ type: "text", text, extras: {}, origin }],
  });
  const chat = {
    ...readRequest({ model: "m" }),
    system: [{ type: "text", text: "Be brief.", extras: {}, origin }] as const,
    messages: [say("user", "a"), say("assistant", "b"), say("assistant", "c")],
  };

  expect(writeRequest(chat).body["messages"]).toEqual([
    { role: "system", content: "Be brief." },
    { role: "user", content: "a" },
    {
      role: "assistant",
      content: [
        { type: "text", text: "b" },
        { type: "text", text: "c" },
      ],
    },
  ]);
});
