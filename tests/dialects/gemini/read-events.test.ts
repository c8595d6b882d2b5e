import { expect, test } from "bun:test";
import fc from "fast-check";
import type { ChatEvent } from "../../../src/core/answer.ts";
import { eventReader } from "../../../src/dialects/gemini/read-events.ts";

const read = (...chunks: readonly unknown[]): ChatEvent[] => {
  const reader = eventReader();
  const events = chunks.flatMap((chunk) => reader.read({ name: "message", data: JSON.stringify(chunk) }));
  return [...events, ...(reader.end?.() ?? [])];
};
const typesOf = (events: readonly ChatEvent[]): string[] => events.map(({ type }) => type);
const chunk = (parts: readonly object[], beside: object = {}) => ({
  candidates: [{ content: { role: "model", parts }, index: 0, ...beside }],
  modelVersion: "m",
  responseId: "r",
});

test("a stream is read from its first chunk to what comes after the last", () => {
  const usageMetadata = { promptTokenCount: 5, candidatesTokenCount: 3 };
  const events = read(chunk([{ text: "hm", thought: true }]), chunk([{ text: "hi" }], { finishReason: "STOP" }), {
    usageMetadata,
    modelVersion: "m",
    responseId: "r",
  });

  expect(typesOf(events)).toEqual([
    ...["start", "block-start", "thinking-delta", "block-end", "block-start", "text-delta", "block-end", "stop"],
    ...["usage", "end"],
  ]);
  expect(events[0]).toMatchObject({ id: "r", model: "m" });
  expect(events[8]).toMatchObject({ usage: { inputTokens: 5, outputTokens: 3 } });
});

test("a stream that never finished has no end", () => {
  expect(typesOf(read(chunk([{ text: "hi" }])))).toEqual(["start", "block-start", "text-delta", "block-end"]);
});

test("candidates are followed apart", () => {
  const two = (a: string, b: string) => ({
    candidates: [
      { content: { parts: [{ text: a }] }, index: 0 },
      { content: { parts: [{ text: b }] }, index: 1 },
    ],
  });
  const deltas = read(two("a", "b"), two("c", "d")).flatMap((event) =>
    event.type === "text-delta" ? [[event.candidate, event.block, event.text]] : [],
  );

  expect(deltas).toEqual([
    [0, 0, "a"],
    [1, 0, "b"],
    [0, 0, "c"],
    [1, 0, "d"],
  ]);
});

test("a refused prompt stops with its reason", () => {
  expect(read({ promptFeedback: { blockReason: "SAFETY" } })).toMatchObject([
    { type: "start" },
    { type: "stop", stop: { reason: "filtered", said: "SAFETY" } },
    { type: "end" },
  ]);
});

test("an error is one, wherever it comes", () => {
  expect(read({ error: { code: 503, status: "UNAVAILABLE", message: "no" } })).toMatchObject([
    { type: "error", error: { type: "UNAVAILABLE", message: "no" }, extras: { error: { code: 503 } } },
  ]);
});

test("what was found and other things beside the words are told once, as they came", () => {
  const found = { groundingMetadata: { webSearchQueries: ["a"] } };
  const events = read(
    { ...chunk([{ text: "a" }], found), createTime: "now" },
    { ...chunk([{ text: "b" }]), createTime: "now" },
  );

  expect(events.filter(({ type }) => type === "unknown")).toMatchObject([
    { json: { candidates: [{ ...found, index: 0 }] } },
  ]);
  expect(events[0]?.extras).toEqual({ createTime: "now" });
});

test("a usage without counts says nothing of what was taken", () => {
  expect(typesOf(read({ usageMetadata: { trafficType: "ON_DEMAND" } }))).toEqual(["start", "unknown"]);
});

test("whatever comes, nothing is thrown", () => {
  const part = fc.oneof(
    fc.jsonValue(),
    fc.record({ text: fc.jsonValue() }),
    fc.record({ functionCall: fc.jsonValue() }),
  );
  const candidate = fc.record({
    content: fc.record({ parts: fc.array(part) }),
    index: fc.jsonValue(),
    finishReason: fc.jsonValue(),
  });
  const any = fc.oneof(
    fc.jsonValue(),
    fc.record({ candidates: fc.array(candidate), usageMetadata: fc.jsonValue(), promptFeedback: fc.jsonValue() }),
  );

  fc.assert(fc.property(fc.array(any), (chunks) => expect(read(...chunks)).toBeArray()));
  expect(eventReader().read({ name: "message", data: "{" })).toMatchObject([{ type: "unknown", json: "{" }]);
});
