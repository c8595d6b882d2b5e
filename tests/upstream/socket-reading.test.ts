import { describe, expect, test } from "bun:test";
import { socketReading } from "../../src/upstream/socket-reading.ts";
import { small } from "../support/small-dialect.ts";

const readAll = (...messages: readonly (object | string | Uint8Array)[]) => {
  const reading = socketReading(small, (text) => text.length);
  for (const message of messages)
    reading.read(typeof message === "string" || message instanceof Uint8Array ? message : JSON.stringify(message));
  return reading.reported();
};

const turn = (text: string, output: number) => [
  { model: "m", text },
  { usage: { input: 10, output }, stop: "done" },
  { end: true },
];

describe("a WebSocket", () => {
  test("costs what its answers cost together", () => {
    expect(readAll(...turn("hello", 3), ...turn("you", 4))).toMatchObject({
      model: "m",
      usage: { inputTokens: 20, outputTokens: 7, cacheReadTokens: null },
      deliveredTokens: 8,
      stop: { said: "done" },
    });
  });

  test("has each of its answers apart, as each has a price of its own", () => {
    expect(readAll(...turn("hello", 3), { error: "no" }, ...turn("you", 4))?.answers).toMatchObject([
      { model: "m", usage: { inputTokens: 10, outputTokens: 3 } },
      { model: "m", usage: { inputTokens: 10, outputTokens: 4 } },
    ]);
  });

  test("that says something of itself after an answer has not begun another one", () => {
    expect(readAll(...turn("hello", 3), { limits: true })).toMatchObject({
      usage: { inputTokens: 10, outputTokens: 3 },
      answers: [{ usage: { inputTokens: 10 } }],
      stop: { said: "done" },
    });
  });

  test("that ends inside an answer keeps what the vendor counted, and counts that one itself", () => {
    expect(readAll(...turn("hello", 3), { model: "m", text: "half" })).toMatchObject({
      usage: { inputTokens: 10 + (10 + 3), outputTokens: 3 + 4 },
      deliveredTokens: 3 + 4,
      stop: null,
    });
  });

  test("goes on after an answer that failed", () => {
    expect(readAll({ error: "no" }, ...turn("hello", 3))).toMatchObject({
      error: { message: "no" },
      usage: { inputTokens: 10, outputTokens: 3 },
    });
  });

  test("on which nothing was said has told nothing", () => {
    expect(readAll()).toBeNull();
    expect(readAll(new Uint8Array([1, 2]))).toBeNull();
  });
});

test("a message on several lines is read, one that is no JSON or beyond all measure is not", () => {
  const [first, second, last] = turn("hello", 3);
  const odd = ["no json", '{"text":', `{"text":"${"x".repeat(9_000_000)}"}`];

  expect(readAll(JSON.stringify(first, null, 2), ...odd, JSON.stringify(second, null, 2), last ?? {})).toMatchObject({
    usage: { inputTokens: 10, outputTokens: 3 },
    deliveredTokens: 5,
  });
});

test("where no format is known nothing is read", () => {
  const reading = socketReading(null, () => 1);
  reading.read('{"usage":{"input":3}}');

  expect(reading.reported()).toBeNull();
});
