import { expect, test } from "bun:test";
import { prefilled } from "../../../../src/translation/request/messages/prefill.ts";
import { after, from, to } from "../../../support/steps.ts";

const chat = from.chat([
  { role: "user", content: "count" },
  { role: "assistant", content: "one, " },
]);

test("the beginning of an answer stays the last message, and it is told where a model may begin anew", () => {
  expect(after([prefilled], chat, to.openai)).toMatchObject({
    said: ["user: count", "assistant: one, "],
    rules: ["messages.prefill 1"],
  });
  expect(after([prefilled], chat, to.anthropic)).toMatchObject({ said: ["user: count", "assistant: one,"], rules: [] });
});

test("it is marked for the vendor who wants that", () => {
  const { chat: marked, rules } = after([prefilled], chat, to.mistral);

  expect(marked.messages[1]).toMatchObject({ extras: { prefix: true }, origin: null });
  expect(rules).toEqual([]);
});

test("where the user has to have the last word, it is asked to go on", () => {
  const place = { ...to.anthropic, model: "claude-opus-4-6" };

  expect(after([prefilled], chat, place)).toMatchObject({
    said: ["user: count", "assistant: one,", "user: Go on."],
    rules: ["messages.last 1"],
  });
  for (const model of ["claude-sonnet-5", "claude-fable-5", "claude-mythos-preview", "claude-opus-4-7"])
    expect(after([prefilled], chat, { ...to.anthropic, model }).said).toHaveLength(3);
  for (const model of [
    "claude-sonnet-4-5-20250929",
    "claude-3-5-haiku-20241022",
    "claude-opus-4-1",
    "claude-opus-4-20250514",
  ])
    expect([model, after([prefilled], chat, { ...to.anthropic, model }).said.length]).toEqual([model, 2]);
});

test("a conversation that ends with the user is left alone", () => {
  const asked = from.chat([{ role: "user", content: "hi " }]);

  expect(after([prefilled], asked, to.anthropic).chat).toBe(asked);
});
