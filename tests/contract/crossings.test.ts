import { expect, test } from "bun:test";
import type { ChatEvent } from "../../src/core/answer.ts";
import type { Dialect } from "../../src/core/dialect.ts";
import { isPlain } from "../../src/core/tool-input.ts";
import { anthropic } from "../../src/dialects/anthropic/index.ts";
import { gemini } from "../../src/dialects/gemini/index.ts";
import { dialects } from "../../src/dialects/index.ts";
import { openaiChat } from "../../src/dialects/openai-chat/index.ts";
import { openaiResponses } from "../../src/dialects/openai-responses/index.ts";
import { type JsonObject, objectIn, parsedJson } from "../../src/lib/json.ts";
import { recorded, recordedTest } from "../support/recordings.ts";
import { eventsOf, meaningOf, written } from "./laws.ts";

const geminiPath = "/v1beta/models/m:generateContent";

const crossed = (from: Dialect, body: JsonObject, to: Dialect): JsonObject =>
  to.writeRequest(from.readRequest(body, geminiPath)).body;

test("data that a tool gave is not lost where formats only have texts", () => {
  const response = { exitCode: 1, files: ["a"] };
  const body = { contents: [{ role: "user", parts: [{ functionResponse: { name: "n", id: "1", response } }] }] };

  for (const to of [anthropic, openaiChat, openaiResponses])
    expect(JSON.stringify(crossed(gemini, body, to)), to.name).toContain(JSON.stringify(JSON.stringify(response)));
});

test("what a tool takes as plain text gets to a model whose tools all have a schema", () => {
  const body = {
    input: [{ type: "custom_tool_call", call_id: "c", name: "apply_patch", input: "*** Begin" }],
    tools: [{ type: "custom", name: "apply_patch" }],
  };
  const schema = { type: "object", properties: { input: { type: "string" } } };

  expect(crossed(openaiResponses, body, anthropic)).toMatchObject({
    messages: [{ content: [{ type: "tool_use", input: { input: "*** Begin" } }] }],
    tools: [{ name: "apply_patch", input_schema: schema }],
  });
  expect(crossed(openaiResponses, body, gemini)).toMatchObject({
    contents: [{ parts: [{ functionCall: { args: { input: "*** Begin" } } }] }],
    tools: [{ functionDeclarations: [{ parametersJsonSchema: schema }] }],
  });
  expect(crossed(openaiResponses, body, openaiChat)).toMatchObject({
    messages: [{ tool_calls: [{ type: "custom", custom: { name: "apply_patch", input: "*** Begin" } }] }],
    tools: [{ type: "custom", custom: { name: "apply_patch" } }],
  });
});

test("thoughts that adapt are no effort, and how they are shown is no other vendor's word", () => {
  const adaptive = { thinking: { type: "adaptive", display: "summarized" } };

  expect(crossed(anthropic, adaptive, openaiChat)).not.toHaveProperty("reasoning_effort");
  expect(crossed(anthropic, adaptive, openaiResponses)["reasoning"]).toEqual({ summary: "auto" });
  expect(crossed(anthropic, adaptive, gemini)["generationConfig"]).toEqual({
    thinkingConfig: { thinkingBudget: -1, includeThoughts: true },
  });
  expect(crossed(openaiResponses, { reasoning: { effort: "high", summary: "detailed" } }, anthropic)).toMatchObject({
    thinking: { type: "adaptive", display: "summarized" },
    output_config: { effort: "high" },
  });
});

test("what one vendor holds is nothing to another: threads, files, seals", () => {
  const file = { type: "input_file", file_id: "file-1" };
  const thought = { type: "reasoning", summary: [{ type: "summary_text", text: "hm" }], encrypted_content: "SEALED" };
  const user = { type: "message", role: "user", content: [{ type: "input_text", text: "hi" }, file] };
  const body = { previous_response_id: "resp_1", input: [user, thought] };

  for (const to of [anthropic, gemini, openaiChat]) {
    const sent = JSON.stringify(crossed(openaiResponses, body, to));
    expect(sent, to.name).toContain("hi");
    for (const held of ["resp_1", "file-1", "SEALED"]) expect(sent, to.name).not.toContain(held);
  }
  const thread = { thread: { type: "continue", previous_message_id: "msg_1" }, messages: [] };
  expect(JSON.stringify(crossed(anthropic, thread, openaiResponses))).not.toContain("msg_1");
});

test("calls and results that are entries of their own become turns, and instructions stand apart", () => {
  const input = [
    { type: "message", role: "developer", content: "be brief" },
    { type: "message", role: "user", content: "go" },
    ...["1", "2"].map((call_id) => ({ type: "function_call", call_id, name: "n", arguments: "{}" })),
    ...["1", "2"].map((call_id) => ({ type: "function_call_output", call_id, output: "x" })),
  ];

  const toAnthropic = crossed(openaiResponses, { instructions: "You are.", input }, anthropic);
  expect(toAnthropic["system"]).toMatchObject([{ text: "You are." }, { text: "be brief" }]);
  expect(toAnthropic["messages"]).toMatchObject([
    { role: "user", content: [{ text: "go" }] },
    { role: "assistant", content: [{ id: "1" }, { id: "2" }] },
    { role: "user", content: [{ tool_use_id: "1" }, { tool_use_id: "2" }] },
  ]);
  expect(crossed(openaiResponses, { input }, gemini)["contents"]).toMatchObject([
    { role: "user" },
    { role: "model", parts: [{ functionCall: { id: "1" } }, { functionCall: { id: "2" } }] },
    { role: "user", parts: [{ functionResponse: { id: "1" } }, { functionResponse: { id: "2" } }] },
  ]);
});

test("what all of them can say crosses over: a file's name, how closely to look, whether a schema binds", () => {
  const parameters = { type: "object" };
  const parts = [
    { type: "image_url", image_url: { url: "https://a.example/x.png", detail: "low" } },
    { type: "file", file: { file_data: "data:application/pdf;base64,AA==", filename: "a.pdf" } },
  ];
  const body = {
    messages: [{ role: "user", content: parts }],
    tools: [{ type: "function", function: { name: "f", parameters, strict: true } }],
  };

  expect(crossed(openaiChat, body, openaiResponses)).toMatchObject({
    input: [{ content: [{ detail: "low" }, { filename: "a.pdf" }] }],
    tools: [{ strict: true }],
  });
  expect(crossed(openaiChat, body, anthropic)).toMatchObject({
    messages: [{ content: [{ type: "image" }, { type: "document", title: "a.pdf" }] }],
    tools: [{ strict: true }],
  });
});

test("why an answer ended means the same in every other format that has a word for it", () => {
  const said = { end_turn: "end", max_tokens: "max-tokens", refusal: "filtered" } as const;

  for (const [stop_reason, reason] of Object.entries(said)) {
    const answer = anthropic.readAnswer({ type: "message", role: "assistant", content: [], stop_reason });
    for (const to of [gemini, openaiChat, openaiResponses]) {
      if (to === openaiResponses && reason === "filtered") continue; // a response that is refused is complete
      expect(to.readAnswer(to.writeAnswer(answer)).candidates[0]?.stop?.reason, to.name).toBe(reason);
    }
  }
});

test("formats with one answer tell of the first candidate alone", () => {
  const part = { extras: {}, origin: null };
  const text = (candidate: number, words: string): ChatEvent[] => [
    { ...part, type: "block-start", candidate, block: 0, content: { ...part, type: "text", text: "" } },
    { ...part, type: "text-delta", candidate, block: 0, text: words },
    { ...part, type: "block-end", candidate, block: 0 },
  ];

  for (const { name, eventWriter } of [anthropic, openaiResponses]) {
    const told = JSON.stringify(written([...text(0, "first"), ...text(1, "second")], eventWriter()));
    expect(told, name).toContain("first");
    expect(told, name).not.toContain("second");
  }
});

test("calls whose pieces come by turns are whole in every format, one after the other where blocks cannot overlap", () => {
  const piece = (index: number, said: object): string =>
    JSON.stringify({ id: "c", model: "m", choices: [{ index: 0, delta: { tool_calls: [{ index, ...said }] } }] });
  const first = (index: number) =>
    piece(index, { id: `c${index}`, function: { name: `f${index}`, arguments: '{"a"' } });
  const second = (index: number) => piece(index, { function: { arguments: `:${index}}` } });
  const finish = JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: "tool_calls" }] });
  const stream = [first(0), first(1), second(0), second(1), finish, "[DONE]"].map((data) => ({
    name: "message",
    data,
  }));
  const events = meaningOf(stream, openaiChat.eventReader());
  const calls = [
    ["f0", { a: 0 }],
    ["f1", { a: 1 }],
  ];

  expect(substance(events)).toMatchObject({ calls });
  for (const to of dialects)
    expect(substance(meaningOf(written(events, to.eventWriter()), to.eventReader()))).toMatchObject({ calls });
  const blocks = written(events, anthropic.eventWriter()).map(({ data }) => objectIn(parsedJson(data)));
  const indexes = blocks.flatMap(({ index }) => (typeof index === "number" ? [index] : []));
  expect(indexes).toEqual(indexes.toSorted((one, other) => one - other));
});

recordedTest("every recorded request can be written in every other format, and no field of a stranger gets in", () => {
  for (const from of dialects)
    for (const request of recorded(from.name, "request")) {
      const chat = from.readRequest(request.body, request.path);
      const foreign = { ...chat, extras: { ...chat.extras, stranger: true } };
      for (const to of dialects)
        if (to !== from) expect(to.writeRequest(foreign).body, request.name).not.toHaveProperty("stranger");
    }
});

recordedTest("every recorded stream says the same text and the same calls in every other format", () => {
  for (const from of dialects)
    for (const { name, bytes } of recorded(from.name, "stream").filter(({ contentType }) =>
      contentType.includes("event"),
    )) {
      const events = meaningOf(eventsOf(bytes), from.eventReader());
      for (const to of dialects) {
        if (to === from) continue;
        const again = meaningOf(written(events, to.eventWriter()), to.eventReader());
        expect(substance(again), `${name} as ${to.name}`).toEqual(substance(events));
      }
    }
});

/** What every format can say of a stream: the first candidate's text, and the calls that the client has to run. */
const substance = (events: readonly ChatEvent[]): unknown => {
  let text = "";
  const calls = new Map<number, { name: string; input: string; isPlain: boolean }>();
  for (const event of events) {
    if (!("block" in event) || event.candidate !== 0) continue;
    if (event.type === "text-delta") text += event.text;
    if (event.type === "block-start" && event.content.type === "tool-call" && !event.content.isServerSide)
      calls.set(event.block, { name: event.content.name, input: "", isPlain: isPlain(event.content.input) });
    const call = calls.get(event.block);
    if (event.type === "input-delta" && call !== undefined) call.input += event.text;
  }
  const inputOf = (input: string, isPlain: boolean) => objectIn(isPlain ? { input } : parsedJson(input));
  return { text, calls: [...calls.values()].map(({ name, input, isPlain }) => [name, inputOf(input, isPlain)]) };
};
