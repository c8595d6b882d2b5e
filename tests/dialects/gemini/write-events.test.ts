import { expect, test } from "bun:test";
import type { ChatEvent } from "../../../src/core/answer.ts";
import { noUsage } from "../../../src/core/usage.ts";
import { eventWriter } from "../../../src/dialects/gemini/write-events.ts";

const part = { extras: {}, origin: null };
const at = { candidate: 0, block: 0 };
const start: ChatEvent = { type: "start", id: "r", model: "m", ...part };
const stop: ChatEvent = {
  type: "stop",
  candidate: 0,
  stop: { reason: "end", said: "end_turn", sequence: null },
  ...part,
};

const written = (...events: readonly ChatEvent[]): unknown[] => {
  const writer = eventWriter();
  const whole = events.map((event) => writer.write(event)).join("");
  expect(whole.replaceAll(/data: .*\r\n\r\n/g, "")).toBe("");
  return [...whole.matchAll(/^data: (.*)\r$/gm)].map(([, data]) => JSON.parse(data ?? ""));
};
const partsIn = (chunks: readonly unknown[]): unknown[] =>
  (chunks as { candidates?: { content?: { parts: unknown[] } }[] }[]).flatMap(
    ({ candidates }) => candidates?.[0]?.content?.parts ?? [],
  );

test("each piece of a text is a chunk, and the finish shares its chunk with the usage", () => {
  const usage: ChatEvent = {
    type: "usage",
    usage: { ...noUsage, inputTokens: 5, outputTokens: 3 },
    anomalies: 0,
    ...part,
  };
  const text: ChatEvent = { type: "text-delta", ...at, text: "hi", ...part };

  expect(written(start, text, stop, usage, { type: "end", ...part })).toEqual([
    {
      candidates: [{ content: { parts: [{ text: "hi" }], role: "model" }, index: 0 }],
      modelVersion: "m",
      responseId: "r",
    },
    {
      candidates: [{ finishReason: "STOP", index: 0 }],
      usageMetadata: { promptTokenCount: 5, candidatesTokenCount: 3, totalTokenCount: 8 },
      ...{ modelVersion: "m", responseId: "r" },
    },
  ]);
});

test("a finish without a usage is written all the same", () => {
  expect(written(start, stop, { type: "end", ...part })).toMatchObject([{ candidates: [{ finishReason: "STOP" }] }]);
});

test("a call is written when its arguments are whole", () => {
  const call = {
    type: "tool-call",
    id: "1",
    name: "n",
    input: { text: "" },
    signature: null,
    isServerSide: false,
    ...part,
  } as const;
  const chunks = written(
    { type: "block-start", ...at, content: call, ...part },
    { type: "input-delta", ...at, text: '{"a"', ...part },
    { type: "input-delta", ...at, text: ":1}", ...part },
    { type: "block-end", ...at, ...part },
  );

  expect(partsIn(chunks)).toEqual([{ functionCall: { id: "1", name: "n", args: { a: 1 } } }]);
});

test("thoughts are marked, and only Google's own seals go back", () => {
  const foreign = { extras: {}, origin: { dialect: "anthropic" as const, path: [] } };
  const chunks = written(
    { type: "thinking-delta", ...at, text: "hm", ...part },
    { type: "signature", ...at, signature: "sig", ...part },
    { type: "signature", ...at, signature: "other", ...foreign },
  );

  expect(partsIn(chunks)).toEqual([
    { text: "hm", thought: true },
    { text: "", thought: true, thoughtSignature: "sig" },
  ]);
});

test("an error has Google's shape", () => {
  expect(
    written({ type: "error", error: { type: "UNAVAILABLE", message: "no", kind: "overloaded" }, ...part }),
  ).toEqual([{ error: { message: "no", status: "UNAVAILABLE" } }]);
});

test("an answer of another vendor's ends with content, and a seal stands beside its thought: clients lose what has none", () => {
  const foreign = { extras: {}, origin: { dialect: "anthropic" as const, path: [] } };
  const chunks = written(
    {
      type: "block-start",
      ...at,
      content: { type: "thinking", text: "", signature: null, isSealed: false, ...foreign },
      ...foreign,
    },
    { type: "thinking-delta", ...at, text: "h", ...foreign },
    { type: "thinking-delta", ...at, text: "m", ...foreign },
    { type: "signature", ...at, signature: "sig", ...part },
    { type: "block-end", ...at, ...foreign },
    { type: "thinking-delta", ...at, text: "so", ...foreign },
    { type: "block-end", ...at, ...foreign },
    { ...stop, ...foreign },
    { type: "end", ...part },
  );

  expect(partsIn(chunks)).toEqual([
    { text: "h", thought: true },
    { text: "m", thought: true, thoughtSignature: "sig" },
    { text: "so", thought: true },
    { text: "" },
  ]);
});
