import { expect, test } from "bun:test";
import { callsSealed } from "../../../../src/translation/request/messages/call-seals.ts";
import { after, from, to } from "../../../support/steps.ts";

const use = (id: string) => ({ type: "tool_use", id, name: "f", input: {} });
const chat = from.anthropic([
  { role: "assistant", content: [{ type: "text", text: "a" }, use("1"), use("2")] },
  { role: "assistant", content: [use("3")] },
]);

test("models that want a seal on calls get Google's stand-in on the first call of each turn of another model", () => {
  expect(after([callsSealed], chat, to.gemini3).said).toEqual([
    "assistant: a | call(1,f,skip_thought_signature_validator) | call(2,f)",
    "assistant: call(3,f,skip_thought_signature_validator)",
  ]);
});

test("older models, and formats without it, get none", () => {
  for (const place of [to.gemini, to.openai, to.anthropic]) expect(after([callsSealed], chat, place).chat).toBe(chat);
});
