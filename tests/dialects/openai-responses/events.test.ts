import { heapStats } from "bun:jsc";
import { expect, test } from "bun:test";
import fc from "fast-check";
import { eventReader, readStream, writeStreamError } from "../../../src/dialects/openai-responses/events.ts";
import { testStreamReader } from "../stream-suite.ts";
import { eventsIn, told } from "../told.ts";
import { limited } from "../trouble.ts";

const stateAfter = testStreamReader({
  readStream,
  more: 'event: response.output_text.delta\ndata: {"delta":"response.completed"}\n\n',
  ending: "event: response.completed\ndata: {}\n\n",
  failure: "event: response.failed\ndata: {}\n\n",
  terminal: "response.completed",
});

test("an answer that was cut short by its own limit has ended, too", () => {
  expect(stateAfter('event: response.incomplete\ndata: {"type":"response.incomplete"}\n\n')).toBe("ended");
});

test("an error of ours is one error event, outside the vendor's numbering", () => {
  const event = writeStreamError(limited);

  expect(event).toStartWith("event: error\ndata: ");
  expect(JSON.parse(event.split("data: ")[1] ?? "")).toEqual({
    type: "error",
    code: "draining",
    message: "The proxy stops.",
    param: null,
    sequence_number: 0,
  });
});

const event = (type: string, beside: object = {}): string =>
  `event: response.${type}\ndata: ${JSON.stringify({ type: `response.${type}`, ...beside })}\n\n`;
const read = (...events: readonly string[]) => eventsIn(eventReader(), events.join(""));
const created = event("created", { response: { id: "r1", model: "m", status: "in_progress", service_tier: "auto" } });
const completed = (beside: object = {}) =>
  event("completed", { response: { id: "r1", model: "m", status: "completed", service_tier: "auto", ...beside } });
const added = (output_index: number, item: object) => event("output_item.added", { output_index, item });
const finished = (output_index: number, item: object) => event("output_item.done", { output_index, item });
const usage = { input_tokens: 3, output_tokens: 4, total_tokens: 7 };

test("a message is a block for each of its parts, and what is told twice counts once", () => {
  const part = (text: string) => ({
    output_index: 0,
    content_index: 0,
    part: { type: "output_text", text, annotations: [] },
  });
  const message = { id: "msg_1", type: "message", role: "assistant" };
  const events = read(
    created,
    added(0, { ...message, status: "in_progress", content: [] }),
    event("content_part.added", part("")),
    event("output_text.delta", { output_index: 0, content_index: 0, delta: "Hi", logprobs: [] }),
    event("output_text.done", { output_index: 0, content_index: 0, text: "Hi" }),
    event("content_part.done", part("Hi")),
    finished(0, { ...message, status: "completed", content: [part("Hi").part] }),
    completed({ usage }),
  );

  expect(told(events)).toEqual(["start r1 m", "0 text", '0 "Hi"', "0 end", "stop 0 end", "usage 3 4", "end"]);
  expect(events[1]).toMatchObject({ content: { extras: { id: "msg_1" } } });
});

test("a thought is a block for each summary, and its seal comes last", () => {
  const thought = { id: "rs_1", type: "reasoning", summary: [] };
  const events = read(
    added(0, thought),
    event("reasoning_summary_part.added", { output_index: 0, summary_index: 0 }),
    event("reasoning_summary_text.delta", { output_index: 0, summary_index: 0, delta: "one" }),
    event("reasoning_summary_part.added", { output_index: 0, summary_index: 1 }),
    event("reasoning_summary_text.delta", { output_index: 0, summary_index: 1, delta: "two" }),
    finished(0, { ...thought, encrypted_content: "gAAA" }),
  );

  expect(told(events)).toEqual(["0 thinking", '0 "one"', "0 end", "1 thinking", '1 "two"', "1 sealed gAAA", "1 end"]);
});

test("arguments come in pieces, or with the end of the call where a vendor sends no pieces", () => {
  const call = { id: "fc_1", type: "function_call", call_id: "c1", name: "f", arguments: "" };
  const pieces = [added(0, call), event("function_call_arguments.delta", { output_index: 0, delta: "{}" })];

  expect(told(read(...pieces, finished(0, { ...call, arguments: "{}" })))).toEqual([
    "0 tool-call f",
    '0 "{}"',
    "0 end",
  ]);
  expect(told(read(added(0, call), finished(0, { ...call, arguments: "{}" })))).toEqual([
    "0 tool-call f",
    '0 "{}"',
    "0 end",
  ]);
  expect(told(read(...pieces, completed()))).toEqual(["0 tool-call f", '0 "{}"', "0 end", "stop 0 tool-call", "end"]);
});

test("an item that these words have no name for begins as it came and ends with what has changed", () => {
  const search = { id: "ws_1", type: "web_search_call", status: "in_progress" };
  const events = read(
    added(0, search),
    event("web_search_call.searching", { output_index: 0, item_id: "ws_1", sequence_number: 3 }),
    finished(0, { ...search, status: "completed", action: { type: "search", query: "x" } }),
  );

  expect(told(events)).toEqual(["0 unknown", "unknown", "0 end", "usage null null"]);
  expect(events[1]).toMatchObject({ json: { type: "response.web_search_call.searching", item_id: "ws_1" } });
  expect(events[2]?.extras).toEqual({ status: "completed", action: { type: "search", query: "x" } });
});

test("searches are counted as they end, so that a cut stream tells of them too", () => {
  const reader = readStream("text/event-stream");
  const search = { type: "web_search_call", action: { type: "search" } };

  reader?.read(new TextEncoder().encode([created, finished(0, search), finished(1, search)].join("")));
  expect(reader?.reported().usage?.webSearches).toBe(2);
  reader?.read(new TextEncoder().encode(completed({ usage })));
  expect(reader?.reported()).toMatchObject({ usage: { webSearches: 2, inputTokens: 3 }, stop: { reason: "end" } });
});

test("a response that is told whole at its end alone is read from there", () => {
  const output = [{ type: "message", role: "assistant", content: [{ type: "output_text", text: "Hi" }] }];

  expect(told(read(completed({ output, service_tier: "flex" })))).toEqual([
    "0 text",
    '0 "Hi"',
    "0 end",
    "stop 0 end",
    "end",
  ]);
});

test("a failed response tells why, and what it took", () => {
  const error = { code: "server_error", message: "Sorry." };

  expect(told(read(created, event("failed", { response: { status: "failed", error, usage } })))).toEqual([
    "start r1 m",
    "usage 3 4",
    "error server_error Sorry.",
  ]);
  expect(told(read('event: error\ndata: {"type":"error","code":"x","message":"No."}\n\n'))).toEqual(["error x No."]);
  expect(told(read('data: {"type":"error","error":{"type":"t","message":"No."}}\n\n'))).toEqual(["error t No."]);
});

test("the terms of the end are those that count", () => {
  const reader = readStream("text/event-stream");

  reader?.read(new TextEncoder().encode(created + completed({ service_tier: "flex" })));

  expect(reader?.reported()).toMatchObject({ id: "r1", model: "m", serviceTier: "flex" });
});

test("any JSON at all can be read as an event", () => {
  const types = fc.constantFrom(
    "created",
    "completed",
    "failed",
    "output_item.added",
    "output_item.done",
    "content_part.added",
    "output_text.delta",
    "reasoning_summary_text.delta",
  );
  const item = fc.record(
    {
      type: fc.constantFrom("message", "reasoning", "function_call", "x"),
      role: fc.constant("assistant"),
      content: fc.jsonValue(),
      summary: fc.jsonValue(),
      arguments: fc.jsonValue(),
    },
    { requiredKeys: [] },
  );
  const beside = fc.record(
    {
      response: fc.jsonValue(),
      item: fc.oneof(item, fc.jsonValue()),
      part: fc.jsonValue(),
      delta: fc.jsonValue(),
      output_index: fc.constantFrom(0, 1),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(types, beside)), (events) => {
      read(...events.map(([type, fields]) => event(type, fields)));
    }),
  );
});

test("ten thousand streams do not keep what each of them repeats of its request", () => {
  const heapAfter = (): number => {
    Bun.gc(true);
    return heapStats().heapSize;
  };
  const before = heapAfter();
  const readers = Array.from({ length: 100 }, (_, index) => {
    const reader = eventReader();
    const tools = Array.from({ length: 2000 }, (_, at) => ({
      name: `tool-${index}-${at}`,
      description: "x".repeat(99),
    }));
    const data = JSON.stringify({
      type: "response.created",
      response: { id: "r", instructions: "y".repeat(99_999), tools },
    });
    reader.read({ name: "response.created", data });
    return reader;
  });

  expect((heapAfter() - before) / readers.length).toBeLessThan(20_000);
});
