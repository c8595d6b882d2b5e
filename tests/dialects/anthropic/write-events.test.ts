import { expect, test } from "bun:test";
import type { ChatEvent } from "../../../src/core/answer.ts";
import { noUsage } from "../../../src/core/usage.ts";
import { eventReader } from "../../../src/dialects/anthropic/read-events.ts";
import { eventWriter } from "../../../src/dialects/anthropic/write-events.ts";

const part = { extras: {}, origin: null };
const at = { candidate: 0, block: 0 };
const text: ChatEvent = { type: "text-delta", ...at, text: "hi", ...part };
const start: ChatEvent = { type: "start", id: "msg_1", model: "m", ...part };
const stop: ChatEvent = { type: "stop", candidate: 0, stop: { reason: "end", said: "stop", sequence: null }, ...part };
const usageOf = (outputTokens: number, inputTokens: number | null = null): ChatEvent => ({
  type: "usage",
  usage: { ...noUsage, inputTokens, outputTokens },
  anomalies: 0,
  ...part,
});

const written = (...events: readonly ChatEvent[]): unknown[] => {
  const writer = eventWriter();
  const whole = events.map((event) => writer.write(event)).join("");
  return [...whole.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data ?? ""));
};

test("a beginning and its usage, a stop and its usage, are one event each", () => {
  expect(written(start, usageOf(1, 5), text, stop, usageOf(9), { type: "end", ...part })).toMatchObject([
    {
      type: "message_start",
      message: { id: "msg_1", role: "assistant", usage: { input_tokens: 5, output_tokens: 1 } },
    },
    { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "hi" } },
    { type: "message_delta", delta: { stop_reason: "end_turn", stop_sequence: null }, usage: { output_tokens: 9 } },
    { type: "message_stop" },
  ]);
});

test("what nobody has counted yet is 0 at the start, as SDKs want it there, and told later", () => {
  expect(written(start, text, usageOf(9, 5))).toMatchObject([
    { message: { usage: { input_tokens: 0, output_tokens: 0 } } },
    { type: "content_block_delta" },
    { type: "message_delta", usage: { input_tokens: 5, output_tokens: 9 } },
  ]);
});

test("each event has its name before its data", () => {
  expect(eventWriter().write(text)).toStartWith("event: content_block_delta\ndata: {");
});

test("an error keeps its own words", () => {
  expect(written({ type: "error", error: { type: null, message: "no", kind: "internal" }, ...part })).toEqual([
    { type: "error", error: { type: "api_error", message: "no" } },
  ]);
});

test("what another format alone knows is left out; what came as it is goes as it is", () => {
  const json = { type: "ping" };

  expect(written({ type: "unknown", json, extras: {}, origin: { dialect: "gemini", path: [] } })).toEqual([]);
  expect(written({ type: "unknown", json, ...part })).toEqual([json]);
});

test("what is written is read as the same", () => {
  const events: ChatEvent[] = [
    start,
    usageOf(1, 5),
    { type: "block-start", ...at, content: { type: "text", text: "", ...part }, ...part },
    text,
    { type: "block-end", ...at, ...part },
  ];
  const reader = eventReader();
  const again = written(...events).flatMap((json) => reader.read({ name: "", data: JSON.stringify(json) }));

  expect(again.map((event) => ({ ...event, origin: null }))).toMatchObject(
    events.map((event) => (event.type === "block-start" ? { type: "block-start" } : event)) as never,
  );
});
