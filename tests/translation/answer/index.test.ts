import { expect, test } from "bun:test";
import { anthropic } from "../../../src/dialects/anthropic/index.ts";
import { openaiChat } from "../../../src/dialects/openai-chat/index.ts";
import { translateAnswer } from "../../../src/translation/answer/index.ts";

const chat = anthropic.readRequest({ model: "claude-x", stream: true }, "");
const setting = { requestId: "r_1", query: "" };
const back = translateAnswer({ from: openaiChat, to: anthropic, provider: "openai", chat, setting });

test("a whole answer comes in the client's format", () => {
  const answer = back.whole({
    id: "c1",
    model: "gpt-x",
    choices: [{ index: 0, message: { role: "assistant", content: "hello" }, finish_reason: "stop" }],
  });

  expect(answer).toMatchObject({
    type: "message",
    content: [{ type: "text", text: "hello" }],
    stop_reason: "end_turn",
  });
});

test("an error keeps its status and its sentence", () => {
  const text = JSON.stringify({ error: { message: "slow down", type: "rate_limit_exceeded" } });
  const { status, body } = back.failure({ status: 429, headers: new Headers(), text });

  expect(status).toBe(429);
  expect(body).toContain("slow down");
});
