import { expect, test } from "bun:test";
import { anthropic } from "../../../src/dialects/anthropic/index.ts";
import { gemini } from "../../../src/dialects/gemini/index.ts";
import { openaiChat } from "../../../src/dialects/openai-chat/index.ts";
import { carriedAnswer, stopWith } from "../../../src/translation/answer/whole.ts";
import { wayOf } from "./ways.ts";

test("who says to be done and calls a tool wants it run", () => {
  const done = { reason: "end", said: "stop", sequence: null } as const;

  expect(stopWith(done, new Set(["tool-call"])).reason).toBe("tool-call");
  expect(stopWith(done, new Set(["text"]))).toBe(done);
  expect(stopWith({ ...done, reason: "max-tokens" }, new Set(["tool-call"])).reason).toBe("max-tokens");
});

test("who refuses without a word has held its answer back", () => {
  const refused = { reason: "refusal", said: "refusal", sequence: null } as const;

  expect(stopWith(refused, new Set(["refusal"]))).toBe(refused);
  expect(stopWith(refused, new Set()).reason).toBe("filtered");
});

test("an answer has a model, an id and a time, also where its vendor tells none", () => {
  const answer = carriedAnswer(gemini.readAnswer({ candidates: [] }), wayOf(gemini, openaiChat));

  expect(answer).toMatchObject({ id: "chatcmpl-r1x", model: "asked", createdAt: 1_800_000_000 });
});

test("several texts of an answer are one where a message has one", () => {
  const content = [
    { type: "text", text: "a" },
    { type: "tool_use", id: "1", name: "f", input: {} },
    { type: "text", text: "b" },
  ];
  const answer = carriedAnswer(
    anthropic.readAnswer({ content, stop_reason: "tool_use" }),
    wayOf(anthropic, openaiChat),
  );

  expect(openaiChat.writeAnswer(answer)).toMatchObject({
    choices: [{ message: { content: "ab", tool_calls: [{ id: "1" }] }, finish_reason: "tool_calls" }],
  });
});
