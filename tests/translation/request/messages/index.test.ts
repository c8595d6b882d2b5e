import { expect, test } from "bun:test";
import { messageSteps } from "../../../../src/translation/request/messages/index.ts";
import { after, from, to } from "../../../support/steps.ts";

test("an agent's turn out of Responses is one that Anthropic takes", () => {
  const chat = from.responses([
    { type: "message", role: "developer", content: "You are." },
    { type: "message", role: "user", content: "go" },
    { type: "reasoning", summary: [], encrypted_content: "gAAA" },
    { type: "function_call", call_id: "1", name: "f", arguments: "{}" },
    { type: "function_call_output", call_id: "1", output: "x" },
  ]);

  expect(after(messageSteps, chat, to.anthropic)).toMatchObject({
    chat: { system: [{ text: "You are." }] },
    said: ["user: go", "assistant: call(1,f)", "user: result(1: x)"],
    rules: ["thinking.foreign 1"],
  });
});

test("what is done twice is as good as once", () => {
  const chat = from.chat([
    { role: "system", content: "You are." },
    { role: "assistant", content: "Hello.", tool_calls: [{ id: "é", function: { name: "f", arguments: "" } }] },
    { role: "user", content: "stop" },
  ]);
  for (const place of Object.values(to)) {
    const once = after(messageSteps, chat, place);

    expect(after(messageSteps, once.chat, place).said).toEqual([...once.said]);
  }
});
