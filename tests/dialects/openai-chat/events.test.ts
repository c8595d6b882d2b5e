import { expect, test } from "bun:test";
import fc from "fast-check";
import { eventReader, readStream } from "../../../src/dialects/openai-chat/events.ts";
import { testStreamReader } from "../stream-suite.ts";
import { eventsIn, told } from "../told.ts";

const chunk = (beside: object): string =>
  `data: ${JSON.stringify({ id: "c1", object: "chat.completion.chunk", created: 7, model: "m", ...beside })}\n\n`;
const delta = (said: object, beside: object = {}): string =>
  chunk({ choices: [{ index: 0, delta: said, finish_reason: null, ...beside }] });
const finish = (word: string): string => delta({}, { finish_reason: word });
const done = "data: [DONE]\n\n";
const read = (...chunks: readonly string[]) => eventsIn(eventReader(), chunks.join(""));

const stateAfter = testStreamReader({
  readStream,
  more: 'data: {"choices":[{"delta":{"content":"[DONE] {\\"error\\":1}"}}]}\n\n',
  ending: "data: [DONE]\n\n",
  failure: 'data: {"error":{"message":"x"}}\n\n',
  terminal: "[DONE]",
});

test("so does Mistral's own, which says `object` in the place of `error`", () => {
  const said = (json: string) => stateAfter(`data: ${json}\n\n`);

  expect(said('{"object":"error","message":"Internal server error","type":"internal_server_error"}')).toBe("failed");
  expect(said('{ "object" : "error" , "message": "x"}')).toBe("failed");
  expect(said('{"object":"chat.completion.chunk","choices":[]}')).toBe("open");
  expect(said('{"object":"error_report","choices":[]}')).toBe("open");
  expect(said('{"id":"1","choices":[{"delta":{"content":"{\\"object\\":\\"error\\","}}]}')).toBe("open");
});

test("a streamed text is one block from its first piece to the stop", () => {
  expect(
    told(
      read(
        delta({ role: "assistant", content: "" }),
        delta({ content: "Hel" }),
        delta({ content: "lo" }),
        finish("stop"),
        done,
      ),
    ),
  ).toEqual(["start c1 m", "0 text", '0 "Hel"', '0 "lo"', "0 end", "stop 0 end", "end"]);
});

test("thoughts come before the text, in each of the three ways in which vendors send them", () => {
  const ways = [
    { reasoning_content: "hm" },
    { reasoning: "hm" },
    { content: [{ type: "thinking", thinking: [{ type: "text", text: "hm" }] }] },
  ];

  for (const way of ways)
    expect(told(read(delta(way), delta({ content: "ok" }), done))).toEqual([
      "start c1 m",
      "0 thinking",
      '0 "hm"',
      "0 end",
      "1 text",
      '1 "ok"',
      "1 end",
      "end",
    ]);
});

const call = (index: number, said: object): string => delta({ tool_calls: [{ index, ...said }] });

test("tools are called one after the other, their arguments in pieces", () => {
  const calls = [
    call(0, { id: "a", type: "function", function: { name: "f", arguments: "" } }),
    call(0, { function: { arguments: '{"x' } }),
    call(0, { function: { arguments: '":1}' } }),
    call(1, { id: "b", type: "function", function: { name: "g", arguments: "{}" } }),
  ];

  expect(told(read(...calls, finish("tool_calls"), done)).slice(1)).toEqual([
    "0 tool-call f",
    '0 "{"x"',
    '0 "":1}"',

    "1 tool-call g",
    '1 "{}"',
    "0 end",
    "1 end",
    "stop 0 tool-call",
    "end",
  ]);
});

test("calls that are all counted as the first one are told apart by their ids", () => {
  const both = ["a", "b"].map((id) => call(0, { id, function: { name: "f", arguments: "{}" } }));

  expect(told(read(...both)).filter((said) => said.includes("tool-call"))).toEqual(["0 tool-call f", "1 tool-call f"]);
});

test("the older function_call is a call without an id", () => {
  const events = read(
    delta({ function_call: { name: "f", arguments: "{" } }),
    delta({ function_call: { arguments: "}" } }),
  );

  expect(told(events).slice(1)).toEqual(["0 tool-call f", '0 "{"', '0 "}"']);
});

test("several candidates have blocks of their own", () => {
  const second = chunk({ choices: [{ index: 1, delta: { content: "B" }, finish_reason: "length" }] });
  const events = read(delta({ content: "A" }), second, done);

  expect(told(events)).toEqual([
    "start c1 m",
    "0 text",
    '0 "A"',
    "0 text",
    '0 "B"',
    "0 end",
    "stop 1 max-tokens",
    "0 end",
    "end",
  ]);
});

test("usage is found wherever it is said, and null says nothing", () => {
  const usage = { prompt_tokens: 3, completion_tokens: 4, total_tokens: 7 };
  const said = (beside: object) => told(read(chunk({ choices: [], ...beside }))).slice(1);

  expect(said({ usage })).toEqual(["usage 3 4"]);
  expect(said({ usage: null, x_groq: { usage } })).toEqual(["usage 3 4"]);
  expect(said({ choices: [{ index: 0, delta: {}, usage }] })).toEqual(["usage 3 4"]);
  expect(said({ usage: null })).toEqual([]);
});

test("U-34 the last of several running totals counts, and odd ones are told of", () => {
  const reader = readStream("text/event-stream", (text) => text.length);
  const counted = (completion_tokens: unknown) =>
    chunk({ choices: [{ index: 0, delta: { content: "ab" } }], usage: { prompt_tokens: 5, completion_tokens } });

  reader?.read(new TextEncoder().encode([counted(1), counted(-2), counted(3)].join("")));

  expect(reader?.reported()).toMatchObject({
    usage: { inputTokens: 5, outputTokens: 3 },
    anomalies: 1,
    deliveredTokens: 6,
  });
});

test("an error in the place of a chunk, or beside its choices, tells what it is", () => {
  expect(told(read('data: {"error":{"type":"overloaded","message":"Later."}}\n\n'))).toEqual([
    "error overloaded Later.",
  ]);
  expect(told(read(delta({ content: "a" }, {}).replace("{", '{"error":{"code":502,"message":"Gone."},')))).toContain(
    "error null Gone.",
  );
});

test("what a chunk says besides is kept where it stood, and what it repeats is not", () => {
  const [start, , text] = read(
    delta({ role: "assistant" }, { logprobs: null }),
    chunk({
      service_tier: "flex",
      choices: [{ index: 0, delta: { content: "a", audio: { id: "x" } }, logprobs: { content: [1] } }],
    }),
  );

  expect(start?.extras).toEqual({ created: 7 });
  expect(text?.extras).toEqual({
    service_tier: "flex",
    choices: [{ index: 0, logprobs: { content: [1] }, delta: { audio: { id: "x" } } }],
  });
});

test("any JSON at all can be read as a chunk", () => {
  const fields = fc.constantFrom(
    "choices",
    "delta",
    "usage",
    "tool_calls",
    "content",
    "error",
    "index",
    "function",
    "id",
  );
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      fc.jsonValue(),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fields, tie("value"), { maxKeys: 4 }),
    ),
  })).value;
  fc.assert(
    fc.property(fc.array(json), (chunks) => {
      const reader = eventReader();
      for (const one of chunks) reader.read({ name: "message", data: JSON.stringify(one) ?? "" });
    }),
  );
});
