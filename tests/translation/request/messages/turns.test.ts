import { expect, test } from "bun:test";
import { paired } from "../../../../src/translation/request/messages/pairs.ts";
import { inTurn } from "../../../../src/translation/request/messages/turns.ts";
import { after, from, to } from "../../../support/steps.ts";

const ordered = (messages: readonly unknown[], place: (typeof to)[keyof typeof to]) =>
  after([paired, inTurn], from.chat(messages), place);
const call = { id: "1", type: "function", function: { name: "f", arguments: "{}" } };

test("the user and the model take turns where they have to, and results are the user's first words", () => {
  const messages = [
    { role: "user", content: "a" },
    { role: "user", content: "b" },
    { role: "assistant", content: "c", tool_calls: [call] },
    { role: "tool", tool_call_id: "1", content: "x" },
    { role: "user", content: "d" },
  ];

  expect(ordered(messages, to.anthropic).said).toEqual([
    "user: a | b",
    "assistant: c | call(1,f)",
    "user: result(1: x) | d",
  ]);
  expect(ordered(messages, to.openai).said).toEqual([
    "user: a",
    "user: b",
    "assistant: c | call(1,f)",
    "tool: result(1: x)",
    "user: d",
  ]);
});

test("where the model has to speak after results, it says a word before the user does", () => {
  const messages = [
    { role: "user", content: "a" },
    { role: "assistant", tool_calls: [call] },
    { role: "tool", tool_call_id: "1", content: "x" },
    { role: "user", content: "d" },
  ];

  expect(ordered(messages, to.mistral)).toMatchObject({
    said: ["user: a", "assistant: call(1,f)", "tool: result(1: x)", "assistant: OK.", "user: d"],
    rules: ["messages.between 1"],
  });
});

test("a conversation that the model begins, and one without a word, has a user at its beginning", () => {
  expect(ordered([{ role: "assistant", content: "Hello." }], to.gemini)).toMatchObject({
    said: ["user: Begin.", "assistant: Hello."],
    rules: ["messages.first 1"],
  });
  expect(ordered([], to.anthropic).said).toEqual(["user: Begin."]);
  expect(ordered([{ role: "assistant", content: "Hello." }], to.openai).said).toEqual(["assistant: Hello."]);
});

test("messages that say nothing go; white space is nothing to some", () => {
  const messages = [
    { role: "user", content: "a" },
    { role: "assistant", content: "" },
    { role: "user", content: " " },
  ];

  expect(ordered(messages, to.anthropic)).toMatchObject({ said: ["user: a"], rules: ["messages.empty 2"] });
  expect(ordered(messages, to.openai)).toMatchObject({ said: ["user: a", "user:  "], rules: ["messages.empty 1"] });
});
