import { expect, test } from "bun:test";
import { checkSettings, checkThoughtFirst } from "../../../src/simulator/anthropic/settings.ts";

const thinking = { type: "enabled", budget_tokens: 1024 };
const tools = [{ name: "x", input_schema: { type: "object" } }];

test.each([
  [{ temperature: 1.5 }, "range: 0..1"],
  [{ top_p: 2 }, "range: 0..1"],
  [{ stop_sequences: ["a", " "] }, "stop_sequences.1"],
  [{ metadata: { team: "x" } }, "metadata.team"],
  [{ thinking, temperature: 0.5 }, "only be set to 1"],
  [{ thinking, top_k: 5 }, "`top_k` must be unset"],
  [{ thinking, tools, tool_choice: { type: "any" } }, "forces tool use"],
  [{ model: "claude-sonnet-4-6", temperature: 0.5, top_p: 0.9 }, "cannot both be specified"],
  [{ tool_choice: { type: "auto" } }, "only be specified while providing tools"],
  [{ tools: [{ name: "x" }] }, "input_schema: Field required"],
  [{ tools: [{ name: "x", input_schema: {} }] }, "Input should be 'object'"],
  [{ tools: [{ name: "x", input_schema: { type: "object", anyOf: [] } }] }, "at the top level"],
])("%j is refused", (request, words) => {
  expect(() => checkSettings(request)).toThrow(words);
});

test.each([
  [{ temperature: 0.5, stop_sequences: ["x"], metadata: { user_id: "u" } }],
  [{ model: "claude-3-5-haiku-20241022", temperature: 0.5, top_p: 0.9 }],
  [{ thinking, temperature: 1, tools, tool_choice: { type: "auto" } }],
  [{ tools: [{ type: "web_search_20250305", name: "web_search" }] }],
])("%j is fine", (request) => {
  expect(() => checkSettings(request)).not.toThrow();
});

test("with a budget of thoughts, a turn that calls tools begins with a thought", () => {
  const call = { type: "tool_use", id: "1", name: "x", input: {} };
  const results = { role: "user", content: [{ type: "tool_result", tool_use_id: "1" }] };
  const turns = (...content: object[]) => [{ role: "assistant", content }, results];
  const check = (request: object, messages: object[]) => () => checkThoughtFirst({ ...request }, messages as never);

  expect(check({ thinking }, turns(call))).toThrow("must start with a thinking block");
  expect(check({ thinking }, turns({ type: "thinking" }, call))).not.toThrow();
  expect(check({ thinking: { type: "adaptive" } }, turns(call))).not.toThrow();
  expect(check({ thinking }, [...turns(call), { role: "user", content: "next" }])).not.toThrow();
});
