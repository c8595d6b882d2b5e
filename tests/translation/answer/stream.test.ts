import { expect, test } from "bun:test";
import { anthropic } from "../../../src/dialects/anthropic/index.ts";
import { openaiChat } from "../../../src/dialects/openai-chat/index.ts";
import { streamTranslation } from "../../../src/translation/answer/stream.ts";

const chat = anthropic.readRequest({ model: "claude-x", stream: true }, "");
const setting = { requestId: "r_1", query: "", tick: () => 0 };

test("a stream says the same in the client's format, wherever its bytes are cut", () => {
  const chunk = (delta: object, finish: string | null = null) =>
    `data: ${JSON.stringify({ id: "c", model: "m", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
  const stream = `${chunk({ role: "assistant", content: "" })}${chunk({ content: "hé" })}${chunk({}, "stop")}data: [DONE]\n\n`;
  const bytes = new TextEncoder().encode(stream);
  const whole = translated([bytes]);

  expect(whole).toContain("event: message_stop");
  for (let at = 0; at <= bytes.length; at++)
    expect(translated([bytes.subarray(0, at), bytes.subarray(at)])).toBe(whole);
});

const translated = (pieces: readonly Uint8Array[]): string => {
  const stream = streamTranslation({ from: openaiChat, to: anthropic, provider: "openai", chat, setting });
  return Buffer.concat([...pieces.map(stream.take), stream.rest()]).toString();
};
