import { expect, test } from "bun:test";
import { joined } from "../../../../src/translation/request/messages/joined.ts";
import { after, from, to } from "../../../support/steps.ts";

test("a thought, a text and calls that came as entries of their own are one turn", () => {
  const chat = from.responses([
    { type: "message", role: "user", content: "go" },
    { type: "reasoning", summary: [], encrypted_content: "S" },
    { type: "message", role: "assistant", content: [{ type: "output_text", text: "I look." }] },
    { type: "function_call", call_id: "1", name: "f", arguments: "{}" },
    { type: "function_call_output", call_id: "1", output: "x" },
    { type: "function_call", call_id: "2", name: "f", arguments: "{}" },
  ]);

  expect(after([joined], chat, to.anthropic).said).toEqual([
    "user: go",
    "assistant: thought(,S) | I look. | call(1,f)",
    "tool: result(1: x)",
    "assistant: call(2,f)",
  ]);
});

test("turns that are whole stay as they are", () => {
  const chat = from.chat([
    { role: "user", content: "a" },
    { role: "user", content: "b" },
    { role: "assistant", content: "c" },
  ]);

  expect(after([joined], chat, to.anthropic).chat).toBe(chat);
});
