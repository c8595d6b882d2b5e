import { expect, test } from "bun:test";
import { anthropic } from "../../../src/dialects/anthropic/index.ts";
import { gemini } from "../../../src/dialects/gemini/index.ts";
import { openaiChat } from "../../../src/dialects/openai-chat/index.ts";
import { streamAsWhole } from "../../../src/translation/answer/stream-as-whole.ts";
import { wayOf } from "./ways.ts";

const chunk = (delta: object, finish: string | null = null): string =>
  `data: ${JSON.stringify({ id: "c", model: "m", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const done = "data: [DONE]\n\n";

test("a stream that nobody has asked for becomes the whole answer that it is", () => {
  const call = { index: 0, id: "call_1", function: { name: "f", arguments: '{"a":1}' } };
  const usage = 'data: {"id":"c","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2}}\n\n';
  const stream = [chunk({ content: "hé" }), chunk({ tool_calls: [call] }), chunk({}, "tool_calls"), usage, done].join(
    "",
  );

  const { status, body } = streamAsWhole(stream, wayOf(openaiChat, anthropic)) ?? { status: 0, body: "" };

  expect(status).toBe(200);
  expect(JSON.parse(body)).toMatchObject({
    ...{ type: "message", role: "assistant", model: "m", stop_reason: "tool_use" },
    content: [
      { type: "text", text: "hé" },
      { type: "tool_use", id: "call_1", name: "f", input: { a: 1 } },
    ],
    usage: { input_tokens: 3, output_tokens: 2 },
  });
});

test("one that is not complete is none, and an error in it is an error", () => {
  const way = wayOf(openaiChat, anthropic);
  const error = 'data: {"error":{"message":"Slow down.","code":"rate_limit_exceeded"}}\n\n';

  expect(streamAsWhole(chunk({ content: "half" }), way)).toBeNull();
  expect(streamAsWhole(chunk({ content: "half" }) + error, way)).toMatchObject({ status: 429 });
});

test("a stream without a last event is complete when it has said why it stopped", () => {
  const event = (json: object): string => `data: ${JSON.stringify(json)}\r\n\r\n`;
  const stream = event({ candidates: [{ content: { parts: [{ text: "hi" }] }, finishReason: "STOP" }] });

  expect(JSON.parse(streamAsWhole(stream, wayOf(gemini, openaiChat))?.body ?? "{}")).toMatchObject({
    choices: [{ message: { content: "hi" }, finish_reason: "stop" }],
  });
  expect(
    streamAsWhole(event({ candidates: [{ content: { parts: [{ text: "hi" }] } }] }), wayOf(gemini, openaiChat)),
  ).toBeNull();
});
