import { expect, test } from "bun:test";
import type { ChatEvent } from "../../../src/core/answer.ts";
import type { Origin } from "../../../src/core/chat.ts";
import { noUsage } from "../../../src/core/usage.ts";
import { eventReader, eventWriter, readStream } from "../../../src/dialects/unified/events.ts";
import { testStreamReader } from "../stream-suite.ts";
import { eventsIn, told } from "../told.ts";

testStreamReader({
  readStream,
  more: 'event: chunk\ndata: {"content":"event: done","role":"assistant"}\n\n',
  ending: 'event: done\ndata: {"usage":null}\n\n',
  failure: 'event: error\ndata: {"error":"No."}\n\n',
  terminal: "done",
});

const origin: Origin = { dialect: "anthropic", path: [] };
const bare = { extras: {}, origin };
const at = { ...bare, candidate: 0, block: 0 };

const answer: ChatEvent[] = [
  { ...bare, type: "start", id: "msg_1", model: "m" },
  { ...bare, type: "usage", usage: { ...noUsage, inputTokens: 10 }, anomalies: 0 },
  { ...at, type: "block-start", content: { ...bare, type: "text", text: "" } },
  { ...at, type: "text-delta", text: "Once" },
  { ...at, type: "text-delta", text: " upon" },
  { ...at, type: "block-end" },
  { ...bare, type: "stop", candidate: 0, stop: { reason: "end", said: "end_turn", sequence: null } },
  { ...bare, type: "usage", usage: { ...noUsage, outputTokens: 150 }, anomalies: 0 },
  { ...bare, type: "end" },
];

test("a stream is chunks of content, then all that it took", () => {
  const cost = { totalMicros: 1600, inputMicros: 100, outputMicros: 1500 };
  const writer = eventWriter(() => ({ provider: "anthropic", cost, latencyMs: 2345 }));

  const [first, second, done = "", ...more] = answer.map((event) => writer.write(event)).filter((text) => text !== "");

  expect([first, second, more]).toEqual([
    'event: chunk\ndata: {"content":"Once","role":"assistant"}\n\n',
    'event: chunk\ndata: {"content":" upon","role":"assistant"}\n\n',
    [],
  ]);
  expect(done).toStartWith("event: done\ndata: {");
  expect(JSON.parse(done.split("data: ")[1] ?? "")).toMatchObject({
    usage: { prompt_tokens: 10, completion_tokens: 150, total_tokens: 160 },
    cost: { total_tokens: 160, estimated_cost_usd: "0.001600" },
    latency_ms: 2345,
    finish_reason: "stop",
  });
});

test("what nobody knows of a stream is null", () => {
  const done = eventWriter().write({ ...bare, type: "end" });

  expect(done).toBe('event: done\ndata: {"usage":null,"cost":null,"latency_ms":null}\n\n');
});

test("a stream is read again: its text, its calls, its end", () => {
  const writer = eventWriter();
  const call: ChatEvent[] = [
    {
      ...{ ...at, block: 1, type: "block-start" },
      content: {
        ...bare,
        type: "tool-call",
        id: "c1",
        name: "f",
        input: { text: "" },
        signature: null,
        isServerSide: false,
      },
    },
    { ...at, block: 1, type: "input-delta", text: "{}" },
  ];
  const text = [...answer.slice(0, 5), ...call, ...answer.slice(6)].map((event) => writer.write(event)).join("");

  expect(told(eventsIn(eventReader(), text))).toEqual([
    ...["0 text", '0 "Once"', '0 " upon"', "0 end", "1 tool-call f", '1 "{}"'],
    ...["start msg_1 m", "1 end", "stop 0 end", "usage 10 150", "end"],
  ]);
});

test("an error is one event, whose error is a sentence", () => {
  const error = { type: "overloaded_error", message: "Later.", kind: "overloaded" } as const;
  const text = eventWriter().write({ ...bare, type: "error", error });

  expect(text).toBe('event: error\ndata: {"error":"Later.","code":"overloaded_error"}\n\n');
  expect(told(eventsIn(eventReader(), text))).toEqual(["error overloaded_error Later."]);
});
