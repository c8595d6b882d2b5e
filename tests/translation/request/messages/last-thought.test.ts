import { expect, test } from "bun:test";
import { lacksThought } from "../../../../src/translation/request/messages/last-thought.ts";
import { from } from "../../../support/steps.ts";

const thought = { type: "thinking", thinking: "hm", signature: "S" };
const use = { type: "tool_use", id: "1", name: "f", input: {} };
const result = { role: "user", content: [{ type: "tool_result", tool_use_id: "1", content: "x" }] };

test("a turn under way that has lost its thought is known", () => {
  const lacking = (...content: readonly unknown[]) =>
    lacksThought(from.anthropic([{ role: "assistant", content }, result]));

  expect(lacking(use)).toBe(true);
  expect(lacking({ type: "text", text: "I look." }, use)).toBe(true);
  expect(lacking(thought, use)).toBe(false);
});

test("a turn that is over needs none, a beginning of an answer does", () => {
  const answer = { role: "assistant", content: [{ type: "text", text: "a" }] };

  expect(lacksThought(from.anthropic([answer, { role: "user", content: "so?" }]))).toBe(false);
  expect(lacksThought(from.anthropic([{ role: "user", content: "hi" }, answer]))).toBe(true);
  expect(lacksThought(from.anthropic([]))).toBe(false);
});
