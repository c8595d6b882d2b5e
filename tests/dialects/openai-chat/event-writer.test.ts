import { expect, test } from "bun:test";
import type { ChatEvent, VendorError } from "../../../src/core/answer.ts";
import type { Origin } from "../../../src/core/chat.ts";
import { noUsage } from "../../../src/core/usage.ts";
import { eventWriter } from "../../../src/dialects/openai-chat/event-writer.ts";
import { eventReader } from "../../../src/dialects/openai-chat/events.ts";
import { eventsIn } from "../told.ts";

const origin: Origin = { dialect: "anthropic", path: [] };
const bare = { extras: {}, origin };
const at = { candidate: 0, block: 0 };

/** Each chunk as JSON. */
const written = (events: readonly ChatEvent[], usageAtStop = false): unknown[] => {
  const writer = eventWriter(undefined, usageAtStop);
  const text = events.map((event) => writer.write(event)).join("");
  return [...text.matchAll(/data: (.*)\n\n/g)].map(([, data = ""]) => (data === "[DONE]" ? data : JSON.parse(data)));
};

test("another format's answer: role, pieces, reason, usage once at the end, [DONE]", () => {
  const chunks = written([
    { ...bare, type: "start", id: "msg_1", model: "m" },
    { ...bare, type: "usage", usage: { ...noUsage, inputTokens: 3, outputTokens: 1 }, anomalies: 0 },
    { ...bare, ...at, type: "block-start", content: { ...bare, type: "text", text: "" } },
    { ...bare, ...at, type: "text-delta", text: "Hi" },
    { ...bare, ...at, type: "block-end" },
    { ...bare, type: "stop", candidate: 0, stop: { reason: "end", said: "end_turn", sequence: null } },
    { ...bare, type: "usage", usage: { ...noUsage, outputTokens: 9 }, anomalies: 0 },
    { ...bare, type: "end" },
  ]);

  const envelope = { id: "msg_1", object: "chat.completion.chunk", created: 0, model: "m" };
  const choice = (delta: object, finish_reason: string | null = null) => ({
    ...envelope,
    choices: [{ index: 0, delta, finish_reason }],
  });
  expect(chunks).toEqual([
    choice({ role: "assistant", content: "" }),
    choice({ content: "Hi" }),
    choice({}, "stop"),
    { ...envelope, choices: [], usage: { prompt_tokens: 3, completion_tokens: 9, total_tokens: 12 } },
    "[DONE]",
  ]);
});

test("usage stands beside the reason of the last candidate for clients that look for it there", () => {
  const stop = (candidate: number): ChatEvent => ({
    ...{ ...bare, type: "stop", candidate },
    stop: { reason: "end", said: "end_turn", sequence: null },
  });
  const usage: ChatEvent = {
    ...bare,
    type: "usage",
    usage: { ...noUsage, inputTokens: 3, outputTokens: 9 },
    anomalies: 0,
  };
  const chunks = written(
    [{ ...bare, type: "start", id: "m", model: "m" }, stop(0), stop(1), usage, { ...bare, type: "end" }],
    true,
  );

  expect(chunks).toMatchObject([
    { choices: [{ delta: { role: "assistant" } }] },
    { choices: [{ index: 0, finish_reason: "stop" }] },
    { choices: [{ index: 1, finish_reason: "stop" }], usage: { total_tokens: 12 } },
    "[DONE]",
  ]);
  expect(chunks[1]).not.toHaveProperty("usage");
});

test("calls of tools are counted from 0, and what a vendor runs itself is not among them", () => {
  const call = (block: number, name: string, isServerSide: boolean): ChatEvent[] => [
    {
      ...{ ...bare, type: "block-start", candidate: 0, block },
      content: { ...bare, type: "tool-call", id: name, name, input: { json: {} }, signature: null, isServerSide },
    },
    { ...bare, type: "input-delta", candidate: 0, block, text: "{}" },
  ];

  const chunks = written([...call(0, "search", true), ...call(1, "f", false), ...call(2, "g", false)]);

  expect(JSON.stringify(chunks)).not.toContain("search");
  expect(chunks).toMatchObject([
    { choices: [{ delta: { tool_calls: [{ index: 0, id: "f", type: "function", function: { name: "f" } }] } }] },
    { choices: [{ delta: { tool_calls: [{ index: 0, function: { arguments: "{}" } }] } }] },
    { choices: [{ delta: { tool_calls: [{ index: 1, id: "g" }] } }] },
    { choices: [{ delta: { tool_calls: [{ index: 1 }] } }] },
  ]);
});

test("an error takes the place of a chunk, and is read again as it was", () => {
  const writer = eventWriter();
  const error: VendorError = { type: "overloaded_error", message: "Later.", kind: "overloaded" };

  const text = writer.write({ ...bare, origin: null, type: "error", error });

  expect(text).toBe('data: {"error":{"param":null,"code":null,"message":"Later.","type":"overloaded_error"}}\n\n');
  expect(eventsIn(eventReader(), text)).toMatchObject([{ type: "error", error }]);
});

test("what another format has no name for is left out", () => {
  expect(eventWriter().write({ ...bare, type: "unknown", json: { type: "ping" } })).toBe("");
  expect(eventWriter().write({ ...bare, ...at, type: "signature", signature: "x" })).toBe("");
});
