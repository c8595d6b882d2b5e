import { expect, test } from "bun:test";
import { ProxyError } from "../../../src/core/errors.ts";
import { anthropic } from "../../../src/dialects/anthropic/index.ts";
import { gemini } from "../../../src/dialects/gemini/index.ts";
import { dialects } from "../../../src/dialects/index.ts";
import { openaiChat } from "../../../src/dialects/openai-chat/index.ts";
import { openaiResponses } from "../../../src/dialects/openai-responses/index.ts";
import { streamTranslation } from "../../../src/translation/answer/stream.ts";
import type { Way } from "../../../src/translation/answer/way.ts";
import { brokenRule } from "../../support/grammar/index.ts";
import { wayOf } from "./ways.ts";

const chunk = (delta: object, finish: string | null = null): string =>
  `data: ${JSON.stringify({ id: "c", model: "m", choices: [{ index: 0, delta, finish_reason: finish }] })}\n\n`;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const cut = new ProxyError("upstream_cut", "It broke off.");

const translated = (way: Way, pieces: readonly (string | Uint8Array)[]): string => {
  const stream = streamTranslation(way);
  const taken = pieces.map((piece) => stream.take(typeof piece === "string" ? bytesOf(piece) : piece));
  return Buffer.concat([...taken, stream.rest()]).toString();
};

test("a stream says the same in the client's format, wherever its bytes are cut, also within a letter", () => {
  const bytes = bytesOf(`${chunk({ content: "hé 你好 🚀" })}${chunk({}, "stop")}data: [DONE]\n\n`);
  const way = wayOf(openaiChat, anthropic);
  const whole = translated(way, [bytes]);

  expect(brokenRule("anthropic", whole)).toBeNull();
  expect(whole).toContain("hé 你好 🚀");
  for (let at = 0; at <= bytes.length; at++)
    expect(translated(way, [bytes.subarray(0, at), bytes.subarray(at)])).toBe(whole);
});

test("a stream that ends without its end is an error in every format, and one without a byte too", () => {
  for (const to of dialects.filter((one) => one !== openaiChat))
    for (const pieces of [[], [chunk({ content: "half" })], [chunk({ content: "half" }), 'data: {"id":"c","choi']]) {
      const text = translated(wayOf(openaiChat, to, { body: { input: [] } }), pieces);
      expect(brokenRule(to.name, text), `${to.name} ${text}`).toBeNull();
      expect(text, to.name).toContain("ended its stream before the answer was complete");
    }
});

test("an error in the middle keeps its words and its kind, and nothing follows it", () => {
  const error = 'data: {"error":{"message":"Slow down.","type":"requests","code":"rate_limit_exceeded"}}\n\n';
  const words = {
    anthropic: "rate_limit_error",
    gemini: "RESOURCE_EXHAUSTED",
    "openai-responses": "rate_limit_exceeded",
  };

  for (const to of [anthropic, gemini, openaiResponses] as const) {
    const text = translated(wayOf(openaiChat, to, { body: { input: [] } }), [
      chunk({ content: "a" }),
      error,
      chunk({ content: "late" }),
    ]);
    expect(brokenRule(to.name, text), to.name).toBeNull();
    expect(text).toContain("Slow down.");
    expect(text).toContain(words[to.name as "anthropic"]);
    expect(text).not.toContain("late");
  }
});

test("an error without a sentence gets one", () => {
  const text = translated(wayOf(anthropic, openaiChat), [
    'event: error\ndata: {"type":"error","error":{"type":"overloaded_error"}}\n\n',
  ]);

  expect(text).toContain("The upstream answered with an error of type overloaded_error and no message.");
});

test("a ping of the vendor's is one of the client's kind", () => {
  const ping = 'event: ping\ndata: {"type": "ping"}\n\n';
  const list = { setting: { query: "" } };

  expect(Buffer.from(streamTranslation(wayOf(anthropic, openaiChat)).take(bytesOf(ping))).toString()).toBe(
    ": keep-alive\n\n",
  );
  expect(
    Buffer.from(streamTranslation(wayOf(anthropic, gemini, list)).take(bytesOf(ping)))
      .toString()
      .trim(),
  ).toBe("");
  expect(
    Buffer.from(
      streamTranslation(wayOf(openaiResponses, anthropic)).take(bytesOf("event: keepalive\ndata: {}\n\n")),
    ).toString(),
  ).toBe('event: ping\ndata: {"type": "ping"}\n\n');
});

test("what turns out to be a whole answer is told as a stream, and an error as one", () => {
  const body = JSON.stringify({ id: "c", choices: [{ index: 0, message: { content: "hi" }, finish_reason: "stop" }] });
  const way = wayOf(openaiChat, anthropic);

  expect(brokenRule("anthropic", translated(way, [body.slice(0, 9), body.slice(9)]))).toBeNull();
  expect(translated(way, [body])).toContain('"text":"hi"');
  const failed = streamTranslation(way);
  failed.take(bytesOf('{"error":{"message":"No more."}}'));
  expect(Buffer.from(failed.rest()).toString()).toContain("No more.");
  expect(failed.hasFailed()).toBe(true);
});

test("a page, and an event beyond all measure, are lost; what has ended is not", () => {
  const page = streamTranslation(wayOf(openaiChat, anthropic));
  page.take(bytesOf("<html>"));
  const endless = streamTranslation(wayOf(openaiChat, anthropic));
  for (let count = 0; count < 9; count++) endless.take(bytesOf("x".repeat(1024 * 1024)));
  const done = streamTranslation(wayOf(openaiChat, anthropic));
  done.take(bytesOf(`${chunk({}, "stop")}data: [DONE]\n\n`));
  done.take(bytesOf("x".repeat(9 * 1024 * 1024)));

  expect([page.isLost(), endless.isLost(), done.isLost()]).toEqual([true, true, false]);
  expect([page.hasFailed(), done.hasFailed()]).toEqual([false, false]);
});

test("Gemini's last event, with why it stopped and what it took, ends the stream at once", () => {
  const event = (json: object): Uint8Array => bytesOf(`data: ${JSON.stringify(json)}\r\n\r\n`);
  const candidate = (index: number, finishReason?: string): object => ({
    content: { parts: [{ text: "hi" }] },
    ...{ index, finishReason },
  });
  const usageMetadata = { promptTokenCount: 1, candidatesTokenCount: 2 };
  const stream = streamTranslation(wayOf(gemini, openaiChat));

  const first = stream.take(event({ candidates: [candidate(0), candidate(1)], usageMetadata }));
  const one = stream.take(event({ candidates: [candidate(0, "STOP")], usageMetadata }));
  const other = stream.take(event({ candidates: [candidate(1, "STOP")], usageMetadata }));

  expect([first, one, other].map((bytes) => Buffer.from(bytes).toString().includes("[DONE]"))).toEqual([
    ...[false, false, true],
  ]);
  expect([stream.take(event({ usageMetadata })), stream.rest()].map(({ length }) => length)).toEqual([0, 0]);
});

test("a quiet stream can be kept alive until its last word", () => {
  const stream = streamTranslation(wayOf(openaiChat, anthropic));
  const said = (): string => Buffer.from(stream.keepAlive()).toString();

  expect(said()).toBe('event: ping\ndata: {"type": "ping"}\n\n');
  stream.take(bytesOf(`${chunk({}, "stop")}data: [DONE]\n\n`));
  expect(said()).toBe("");
});

test("who has not asked for the usage is told none", () => {
  const usage = `data: ${JSON.stringify({ id: "c", choices: [], usage: { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 } })}\n\n`;
  const said = [chunk({ content: "a" }), chunk({}, "stop"), usage, "data: [DONE]\n\n"];
  const way = wayOf(openaiChat, openaiResponses, { body: { input: [] } });
  const asResponses = translated(way, said);

  expect(asResponses).toContain('"total_tokens":3');
  expect(translated(wayOf(openaiResponses, openaiChat), [asResponses])).not.toContain("usage");
  expect(
    translated(wayOf(openaiResponses, openaiChat, { body: { stream_options: { include_usage: true } } }), [
      asResponses,
    ]),
  ).toContain('"total_tokens":3');
});

test("a list that breaks off is still a list, with the error as its last", () => {
  const stream = streamTranslation(wayOf(openaiChat, gemini, { setting: { query: "" } }));
  const text = Buffer.concat([
    stream.take(bytesOf(chunk({ content: "a" }))),
    stream.broken(cut),
    stream.take(bytesOf(chunk({ content: "b" }))),
    stream.rest(),
  ]).toString();

  expect(JSON.parse(text)).toMatchObject([{ candidates: [{}] }, { error: { message: "It broke off." } }]);
});

test("a break goes on with the numbers of a response", () => {
  const stream = streamTranslation(wayOf(openaiChat, openaiResponses, { body: { input: [] } }));
  const text = Buffer.concat([stream.take(bytesOf(chunk({ content: "a" }))), stream.broken(cut)]).toString();

  expect(brokenRule("openai-responses", text)).toBeNull();
  expect(text).toContain('"code":"upstream_cut"');
});

test("what comes behind the end is not told", () => {
  const stream = streamTranslation(wayOf(openaiChat, anthropic));
  const end = Buffer.from(
    stream.take(bytesOf(`${chunk({ content: "a" })}${chunk({}, "stop")}data: [DONE]\n\n`)),
  ).toString();

  expect(brokenRule("anthropic", end)).toBeNull();
  expect(
    [stream.take(bytesOf(chunk({ content: "b" }))), stream.rest(), stream.broken(cut)].map(({ length }) => length),
  ).toEqual([0, 0, 0]);
});

test("thoughts between calls, in any order, are thoughts in every format", () => {
  const event = (type: string, fields: object): string =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
  const block = (index: number, content: object, ...deltas: readonly object[]): string =>
    [
      event("content_block_start", { index, content_block: content }),
      ...deltas.map((delta) => event("content_block_delta", { index, delta })),
      event("content_block_stop", { index }),
    ].join("");
  const thought = (index: number, text: string): string =>
    block(
      index,
      { type: "thinking", thinking: "", signature: "" },
      ...(text === "" ? [] : [{ type: "thinking_delta", thinking: text }]),
      { type: "signature_delta", signature: `S${index}` },
    );
  const call = (index: number): string =>
    block(
      index,
      { type: "tool_use", id: `t${index}`, name: "f", input: {} },
      { type: "input_json_delta", partial_json: '{"a":' },
      { type: "input_json_delta", partial_json: "1}" },
    );
  const stream = [
    event("message_start", { message: { id: "msg_1", model: "m", usage: { input_tokens: 1, output_tokens: 1 } } }),
    ...[
      thought(0, "first"),
      call(1),
      thought(2, ""),
      call(3),
      block(4, { type: "server_tool_use", id: "s", name: "web_search", input: {} }),
      block(5, { type: "redacted_thinking", data: "D" }),
    ],
    event("message_delta", { delta: { stop_reason: "tool_use", stop_sequence: null }, usage: { output_tokens: 9 } }),
    event("message_stop", {}),
  ].join("");

  for (const to of dialects.filter((one) => one !== anthropic)) {
    const text = translated(wayOf(anthropic, to, { body: { input: [], stream_options: { include_usage: true } } }), [
      stream,
    ]);
    expect(brokenRule(to.name, text), to.name).toBeNull();
    expect(text, to.name).not.toContain("web_search");
    expect(text, to.name).not.toMatch(/"(S0|S2|D)"/); // no seal without its vendor's name
  }
});
