import { expect, test } from "bun:test";
import { spoken } from "../../../../scripts/bench/translate/answers.ts";
import { conversation, type Format, pathOf } from "../../../../scripts/bench/translate/conversation.ts";
import type { Direction } from "../../../../scripts/bench/translate/end-to-end.ts";
import { eventUs, requestCost } from "../../../../scripts/bench/translate/in-process.ts";
import { dialectNamed } from "../../../../src/dialects/index.ts";

const formats = Object.keys(pathOf) as readonly Format[];
const directions: readonly Direction[] = [
  { from: "anthropic", to: "openai-chat" },
  { from: "openai-chat", to: "anthropic" },
  { from: "openai-responses", to: "anthropic" },
];

test.each(formats)(
  "a conversation of %s has just the bytes that were asked for, and calls a tool in each turn",
  (format) => {
    for (const bytes of [10_240, 204_800]) {
      const text = conversation(format, bytes, true);
      const chat = dialectNamed(format).readRequest(JSON.parse(text), pathOf[format]);
      const called = chat.messages.flatMap(({ blocks }) => blocks).filter(({ type }) => type === "tool-call").length;
      const given = chat.messages.flatMap(({ blocks }) => blocks).filter(({ type }) => type === "tool-result").length;

      expect(Buffer.byteLength(text)).toBe(bytes);
      expect(called).toBeGreaterThan(bytes / 3000);
      expect(given).toBe(called);
      expect(chat.stream).toBe(true);
    }
  },
);

test.each(formats)("an answer of %s is one, whole and as a stream that ends in order", (format) => {
  const dialect = dialectNamed(format);
  const whole = dialect.readAnswer(JSON.parse(spoken[format].whole));
  const reader = dialect.readStream("text/event-stream");
  for (const event of spoken[format].stream(20)) reader?.read(new TextEncoder().encode(event));
  reader?.end();

  expect(whole.candidates[0]?.blocks.map(({ type }) => type)).toEqual(["text", "tool-call"]);
  expect([reader?.state(), reader?.warnings()]).toEqual(["ended", 0]);
});

test.each(directions)("requests and events are translated from $from to $to and timed", (direction) => {
  const { parseMs, readMs, translateMs, writeMs, wholeMs } = requestCost(direction, 10_240, 4);

  expect(wholeMs).toBeGreaterThan(0);
  for (const ms of [parseMs, readMs, translateMs, writeMs]) expect(ms).toBeGreaterThanOrEqual(0);
  expect(eventUs(direction, 100)).toBeGreaterThan(0);
});
