import { expect, test } from "bun:test";
import type { Answer } from "../../../src/core/answer.ts";
import type { Block } from "../../../src/core/chat.ts";
import { noUsage } from "../../../src/core/usage.ts";
import { assembled } from "../../../src/translation/answer/assembled.ts";
import { eventsOf } from "../../../src/translation/answer/events.ts";
import { said } from "./ways.ts";

const bare = { extras: {}, origin: null };
const call = { ...bare, type: "tool-call", id: "1", name: "f", signature: null, isServerSide: false } as const;

test("an answer that was taken apart is put together as it was", () => {
  const blocks: Block[] = [
    { ...bare, type: "thinking", text: "hm", signature: null, isSealed: false },
    { ...bare, type: "text", text: "hé" },
    { ...call, input: { text: '{"a":1}' } },
    { ...call, input: { text: "plain", isPlain: true } },
    { ...bare, type: "refusal", text: "no" },
    { ...bare, type: "json", json: { a: 1 } },
  ];
  const stop = { reason: "tool-call", said: "x", sequence: null } as const;
  const answer: Answer = {
    ...{ id: "a", model: "m", usage: { ...noUsage, inputTokens: 3 }, ...bare },
    candidates: [
      { index: 0, blocks, stop, ...bare },
      { index: 1, blocks: [], stop, ...bare },
    ],
  };

  expect(assembled(eventsOf(answer))).toEqual(answer);
});

test("pieces that come by turns find their blocks, a seal its thought, and an end without a beginning is nothing", () => {
  const thought = { ...bare, type: "thinking", text: "", signature: null, isSealed: false };
  const events = said(
    { type: "block-start", block: 0, content: thought },
    { type: "block-start", block: 1, content: { ...bare, type: "text", text: "" } },
    { type: "text-delta", block: 1, text: "b" },
    { type: "thinking-delta", block: 0, text: "a" },
    { type: "signature", block: 0, signature: "S" },
    { type: "text-delta", block: 1, text: "c" },
    { type: "text-delta", block: 7, text: "?" },
  );

  expect(assembled(events).candidates[0]?.blocks).toMatchObject([
    { type: "thinking", text: "a", signature: "S" },
    { type: "text", text: "bc" },
  ]);
});
