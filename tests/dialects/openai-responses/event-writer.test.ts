import { expect, test } from "bun:test";
import type { ChatEvent, VendorError } from "../../../src/core/answer.ts";
import type { Block, Origin } from "../../../src/core/chat.ts";
import { noUsage } from "../../../src/core/usage.ts";
import { eventWriter } from "../../../src/dialects/openai-responses/event-writer.ts";
import { eventReader } from "../../../src/dialects/openai-responses/events.ts";
import { isObject, type JsonObject } from "../../../src/lib/json.ts";
import { eventsIn, told } from "../told.ts";

const origin: Origin = { dialect: "anthropic", path: [] };
const bare = { extras: {}, origin };

const block = (number: number, content: Block, delta: object): ChatEvent[] => {
  const at = { ...bare, candidate: 0, block: number };
  return [{ ...at, type: "block-start", content }, { ...at, ...delta } as ChatEvent, { ...at, type: "block-end" }];
};

const answer: ChatEvent[] = [
  { ...bare, type: "start", id: "msg_1", model: "m" },
  ...block(
    0,
    { ...bare, type: "thinking", text: "", signature: null, isSealed: false },
    { type: "thinking-delta", text: "hm" },
  ),
  ...block(1, { ...bare, type: "text", text: "" }, { type: "text-delta", text: "Hi" }),
  ...block(
    2,
    { ...bare, type: "tool-call", id: "c1", name: "f", input: { json: {} }, signature: null, isServerSide: false },
    { type: "input-delta", text: "{}" },
  ),
  { ...bare, type: "stop", candidate: 0, stop: { reason: "tool-call", said: "tool_use", sequence: null } },
  { ...bare, type: "usage", usage: { ...noUsage, inputTokens: 3, outputTokens: 4 }, anomalies: 0 },
  { ...bare, type: "end" },
];

const written = (events: readonly ChatEvent[]): { readonly text: string; readonly events: JsonObject[] } => {
  const writer = eventWriter();
  const text = events.map((event) => writer.write(event)).join("");
  const all = [...text.matchAll(/data: (.*)\n\n/g)].map(([, data = ""]): unknown => JSON.parse(data));
  return { text, events: all.filter(isObject) };
};

test("another format's stream becomes the whole family of events, numbered", () => {
  const { text, events } = written(answer);

  expect(events.map(({ type }) => String(type).replace("response.", ""))).toEqual([
    ...["created", "in_progress", "output_item.added", "reasoning_summary_part.added"],
    ...["reasoning_summary_text.delta", "reasoning_summary_text.done", "reasoning_summary_part.done"],
    ...["output_item.done", "output_item.added", "content_part.added", "output_text.delta", "output_text.done"],
    ...["content_part.done", "output_item.done", "output_item.added", "function_call_arguments.delta"],
    ...["function_call_arguments.done", "output_item.done", "completed"],
  ]);
  expect(events.map(({ sequence_number: number }) => number)).toEqual(events.map((_, position) => position));
  expect(text).toStartWith("event: response.created\ndata: {");
});

test("the last event holds the whole response", () => {
  expect(written(answer).events.at(-1)).toMatchObject({
    type: "response.completed",
    response: {
      ...{ id: "msg_1", object: "response", model: "m", status: "completed", tools: [] },
      output: [
        { type: "reasoning", id: "rs_1_0", summary: [{ type: "summary_text", text: "hm" }] },
        { type: "message", id: "msg_1_1", content: [{ type: "output_text", text: "Hi", annotations: [] }] },
        { type: "function_call", id: "fc_1_2", call_id: "c1", name: "f", arguments: "{}", status: "completed" },
      ],
      usage: { input_tokens: 3, output_tokens: 4, total_tokens: 7 },
    },
  });
});

test("it is read again as what it was", () => {
  expect(told(eventsIn(eventReader(), written(answer).text))).toEqual(told(answer));
});

test("an answer that was cut short by its limit ends as incomplete", () => {
  const stop = { reason: "max-tokens", said: "max_tokens", sequence: null } as const;
  const { events } = written([
    { ...bare, type: "stop", candidate: 0, stop },
    { ...bare, type: "end" },
  ]);

  expect(events.at(-1)).toMatchObject({
    type: "response.incomplete",
    response: { status: "incomplete", incomplete_details: { reason: "max_output_tokens" }, usage: { total_tokens: 0 } },
  });
});

test("another format's error is that of the response, after the end of what was open", () => {
  const error: VendorError = { type: "overloaded_error", message: "Later.", kind: "overloaded" };
  const { events } = written([...answer.slice(0, 2), { ...bare, type: "error", error }]);

  expect(events.at(-1)).toMatchObject({
    type: "response.failed",
    response: { status: "failed", error: { code: "server_is_overloaded", message: "Later." } },
  });
  expect(written([{ ...bare, type: "error", error }]).events).toMatchObject([
    { type: "error", code: "server_is_overloaded", message: "Later.", param: null },
  ]);
});
