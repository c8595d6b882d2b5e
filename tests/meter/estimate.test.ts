import { expect, test } from "bun:test";
import type { Chat } from "../../src/core/chat.ts";
import type { Exchange } from "../../src/core/exchange.ts";
import { estimatedInput } from "../../src/meter/estimate.ts";
import { exchangeOf } from "../support/exchange.ts";

const measure = (text: string): number => text.length;
const plain = { extras: {}, origin: null };

const chat: Chat = {
  model: "m",
  stream: false,
  system: [{ type: "text", text: "12345", ...plain }],
  messages: [
    { role: "user", name: null, blocks: [{ type: "text", text: "123", ...plain }], ...plain },
    {
      role: "assistant",
      name: null,
      blocks: [
        { type: "thinking", text: "1", signature: null, isSealed: false, ...plain },
        { type: "tool-call", id: "t", name: "ls", input: { text: "{}" }, isServerSide: false, ...plain },
      ],
      ...plain,
    },
    {
      role: "tool",
      name: null,
      blocks: [
        {
          type: "tool-result",
          callId: "t",
          name: null,
          blocks: [{ type: "text", text: "123456", ...plain }],
          isError: false,
          isServerSide: false,
          ...plain,
        },
        {
          type: "media",
          kind: "image",
          source: { type: "base64", mediaType: "image/png", data: "A".repeat(999) },
          ...plain,
        },
      ],
      ...plain,
    },
  ],
  tools: [{ name: "ls", description: "xx", schema: { a: 1 }, hosted: null, ...plain }],
  toolChoice: null,
  sampling: {
    maxTokens: null,
    temperature: null,
    topP: null,
    topK: null,
    stop: [],
    seed: null,
    presencePenalty: null,
    frequencyPenalty: null,
    candidates: null,
  },
  reasoning: null,
  format: null,
  continues: null,
  ...plain,
};

/** A request of so many bytes, which reads as this conversation. */
const sent = (bytes: number, read: Chat | null): Exchange => {
  const exchange = { ...exchangeOf("/v1/messages"), chat: () => read };
  exchange.body = { kind: "held", bytes: new Uint8Array(bytes) };
  exchange.notes.bytesIn = bytes;
  return exchange;
};

test("every text of a conversation counts, its tools and their results too; a picture's bytes do not", () => {
  expect(estimatedInput(sent(100, chat), measure)).toBe(5 + 3 + 1 + 4 + 6 + 'ls xx {"a":1}'.length);
});

test("what cannot be read, or is too large to be read for this, counts by its size", () => {
  expect(estimatedInput(sent(100, null), measure)).toBe(25);
  expect(estimatedInput(sent(4_000_000, chat), measure)).toBe(1_000_000);
});

test("of nothing there is no estimate", () => {
  expect(estimatedInput(sent(0, null), measure)).toBeNull();
});
