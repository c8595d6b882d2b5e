import { expect, test } from "bun:test";
import type { Block, Message, Origin } from "../../../src/core/chat.ts";
import { readMessage, writeMessage } from "../../../src/dialects/openai-chat/messages.ts";

const origin: Origin = { dialect: "openai-chat", path: ["messages", 0] };
const again = (message: unknown) => writeMessage(readMessage(message, origin), "openai-chat");

test("messages of every role are written as they were read", () => {
  const messages = [
    { role: "system", content: "Be brief." },
    {
      role: "developer",
      content: [
        { type: "text", text: "a" },
        { type: "text", text: "b" },
      ],
    },
    { role: "user", name: "ada", content: "Hi" },
    {
      role: "assistant",
      content: null,
      tool_calls: [{ id: "a", type: "function", function: { name: "f", arguments: "{}" } }],
    },
    { role: "assistant", content: "ok", reasoning_content: "hm", refusal: null },
    { role: "assistant", content: "ok", reasoning: "hm", reasoning_details: [{ type: "reasoning.text" }] },
    { role: "assistant", content: null, refusal: "No." },
    { role: "assistant", audio: { id: "audio_1" } },
    { role: "tool", tool_call_id: "a", content: "42" },
    {
      role: "tool",
      tool_call_id: "a",
      name: "f",
      content: [
        { type: "text", text: "4" },
        { type: "text", text: "2" },
      ],
    },
    { role: "function", name: "f", content: "42" },
    { role: "critic", content: "Hm." },
    "no message at all",
  ];

  for (const message of messages) expect<unknown>(again(message)).toEqual([message]);
});

test("a thought comes before what was said, wherever the message has it", () => {
  const { blocks } = readMessage({ role: "assistant", content: "ok", reasoning_content: "hm" }, origin);

  expect(blocks.map(({ type }) => type)).toEqual(["thinking", "text"]);
});

const block = <B extends Block>(own: Omit<B, "extras" | "origin">): B =>
  ({ ...own, extras: {}, origin: null }) as unknown as B;

test("results of tools inside of a user's message become messages of their own, before it", () => {
  const result = (callId: string) =>
    block<Block & { type: "tool-result" }>({
      ...{ type: "tool-result", callId, name: null, isError: false, isServerSide: false },
      blocks: [block<Block & { type: "text" }>({ type: "text", text: "42" })],
    });
  const message: Message = {
    ...{ role: "user", name: null, extras: { x: 1 }, origin: { dialect: "anthropic", path: [] } },
    blocks: [result("a"), result("b"), block<Block & { type: "text" }>({ type: "text", text: "Go on." })],
  };

  expect(writeMessage(message, "openai-chat")).toEqual([
    { role: "tool", tool_call_id: "a", content: "42" },
    { role: "tool", tool_call_id: "b", content: "42" },
    { role: "user", content: "Go on." },
  ]);
});
