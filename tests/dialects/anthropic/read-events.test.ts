import { expect, test } from "bun:test";
import fc from "fast-check";
import type { ChatEvent } from "../../../src/core/answer.ts";
import { noUsage } from "../../../src/core/usage.ts";
import { eventReader } from "../../../src/dialects/anthropic/read-events.ts";

const read = (...events: readonly object[]): ChatEvent[] => {
  const reader = eventReader();
  return events.flatMap((event) => reader.read({ name: "message", data: JSON.stringify(event) }));
};
const typesOf = (events: readonly ChatEvent[]): string[] => events.map(({ type }) => type);

const start = {
  type: "message_start",
  message: { id: "msg_1", model: "m", usage: { input_tokens: 5, output_tokens: 1 } },
};
const blockStart = (index: number, content_block: object) => ({ type: "content_block_start", index, content_block });
const delta = (index: number, delta: object) => ({ type: "content_block_delta", index, delta });
const stopped = (usage: object) => ({
  type: "message_delta",
  delta: { stop_reason: "end_turn", stop_sequence: null },
  usage,
});

test("a stream is read from its start to its end", () => {
  const events = read(
    start,
    { type: "ping" },
    blockStart(0, { type: "thinking", thinking: "", signature: "" }),
    delta(0, { type: "thinking_delta", thinking: "hm" }),
    delta(0, { type: "signature_delta", signature: "sig" }),
    { type: "content_block_stop", index: 0 },
    blockStart(1, { type: "tool_use", id: "t", name: "n", input: {} }),
    delta(1, { type: "input_json_delta", partial_json: '{"a":' }),
    { type: "content_block_stop", index: 1 },
    stopped({ output_tokens: 9 }),
    { type: "message_stop" },
  );

  expect(typesOf(events)).toEqual([
    ...["start", "usage", "unknown", "block-start", "thinking-delta", "signature", "block-end"],
    ...["block-start", "input-delta", "block-end", "stop", "usage", "end"],
  ]);
  expect(events[0]).toMatchObject({ id: "msg_1", model: "m" });
  expect(events[8]).toMatchObject({ block: 1, text: '{"a":' });
  expect(events[10]).toMatchObject({ stop: { reason: "end", said: "end_turn", sequence: null } });
});

test("later counts name what they replace; the input is always the whole input", () => {
  const usages = read(
    { type: "message_start", message: { usage: { input_tokens: 5, cache_read_input_tokens: 100, output_tokens: 1 } } },
    stopped({ output_tokens: 9 }),
    stopped({ input_tokens: 10, output_tokens: 11 }),
    stopped({ cache_read_input_tokens: 0 }),
  ).flatMap((event) => (event.type === "usage" ? [event.usage] : []));

  expect(usages).toEqual([
    { ...noUsage, inputTokens: 105, cacheReadTokens: 100, outputTokens: 1 },
    { ...noUsage, outputTokens: 9 },
    { ...noUsage, inputTokens: 110, outputTokens: 11 },
    { ...noUsage, inputTokens: 10, cacheReadTokens: 0 },
  ]);
});

test("what compacting took is part of the whole also where the event that tells of it names no input", () => {
  const iterations = [
    { type: "compaction", input_tokens: 180_000, cache_read_input_tokens: 1000, output_tokens: 700 },
    { type: "message", input_tokens: 5, output_tokens: 9 },
  ];
  const told = read(start, stopped({ output_tokens: 9, iterations })).findLast(({ type }) => type === "usage");

  expect(told).toMatchObject({ usage: { inputTokens: 181_005, cacheReadTokens: 1000, outputTokens: 709 } });
});

test("blocks that come whole at the start are blocks like others", () => {
  const content = [{ type: "tool_use", id: "t", name: "n", input: { a: 1 } }];
  const events = read({ type: "message_start", message: { content, stop_reason: "tool_use", usage: {} } });

  expect(typesOf(events)).toEqual(["start", "usage", "block-start", "input-delta", "block-end", "stop"]);
  expect(events[3]).toMatchObject({ text: '{"a":1}' });
});

test("a beginning that holds text already has it as its first piece", () => {
  const events = read(blockStart(0, { type: "text", text: "so" }), delta(0, { type: "text_delta", text: " it" }));

  expect(events).toMatchObject([{ content: { text: "" } }, { text: "so" }, { text: " it" }]);
});

test("an error after the 200 is read, with what it says besides", () => {
  const [event] = read({ type: "error", error: { type: "overloaded_error", message: "Overloaded" }, request_id: "r" });

  expect(event).toMatchObject({
    type: "error",
    error: { type: "overloaded_error", message: "Overloaded" },
    extras: { request_id: "r" },
  });
});

test("citations, inventions and pieces of blocks that never began are unknown, and as they came", () => {
  const odd = [delta(7, { type: "text_delta", text: "a" }), { type: "later_invention", a: 1 }, { a: 1 }];
  const citation = delta(0, { type: "citations_delta", citation: {} });

  expect(read(...odd)).toMatchObject(odd.map((json) => ({ type: "unknown", json })));
  expect(read(blockStart(0, { type: "text", text: "" }), citation)[1]).toMatchObject({
    type: "unknown",
    json: citation,
  });
});

test("a start, an end and an error without readable data are what their names say", () => {
  expect(eventReader().read({ name: "message_start", data: '{"n":NaN}' })).toMatchObject([{ type: "start", id: null }]);
  expect(eventReader().read({ name: "message_stop", data: "" })).toMatchObject([{ type: "end" }]);
  expect(eventReader().read({ name: "error", data: "<html>" })).toMatchObject([{ error: { message: "<html>" } }]);
  expect(eventReader().read({ name: "x", data: "{" })).toMatchObject([{ type: "unknown", json: "{" }]);
});

test("whatever comes, nothing is thrown", () => {
  const type = fc.constantFrom("message_start", "message_delta", "content_block_start", "content_block_delta", "error");
  const event = fc.tuple(type, fc.jsonValue(), fc.jsonValue(), fc.jsonValue());

  fc.assert(
    fc.property(fc.array(event), (events) => {
      const shaped = events.map(([type, a, b, index]) => ({
        type,
        index,
        delta: a,
        message: a,
        content_block: b,
        usage: b,
      }));

      expect(Array.isArray(read(...shaped))).toBe(true);
    }),
  );
});
