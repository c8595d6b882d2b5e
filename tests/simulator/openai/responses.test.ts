import { expect, test } from "bun:test";
import { lastUserText, pendingToolOutputs } from "../../../src/simulator/conversation.ts";
import { openaiResponses } from "../../../src/simulator/openai/responses.ts";

const read = (json: Record<string, unknown>) =>
  openaiResponses.read({ json: { model: "m", input: "hi", ...json }, model: "m", stream: false, betas: [] });

test.each([
  [{ model: undefined }, "'model'"],
  [{ input: undefined }, "'input'"],
  [{ previous_response_id: "resp_1" }, "'resp_1' not found"],
  [
    { input: [{ type: "function_call_output", call_id: "c9", output: "x" }] },
    "No tool call found for function call output with call_id c9",
  ],
])("%j is refused", (change, words) => {
  expect(() => read(change)).toThrow(words);
});

test("a turn of Codex is read: developer items, environment, call and output", () => {
  const { said } = read({
    input: [
      { type: "message", role: "developer", content: [{ type: "input_text", text: "rules" }] },
      {
        type: "message",
        role: "user",
        content: [{ type: "input_text", text: "<environment_context>x</environment_context>" }],
      },
      { type: "message", role: "user", content: [{ type: "input_text", text: "list files" }] },
      { type: "reasoning", id: "rs_1", summary: [], encrypted_content: "gAAAA" },
      { type: "function_call", call_id: "c1", name: "exec_command", arguments: "{}" },
      { type: "function_call_output", call_id: "c1", output: "Chunk ID: 1\nOutput:\na.txt" },
    ],
  });

  expect(lastUserText(said)).toBe("list files");
  expect(pendingToolOutputs(said)).toEqual(["Chunk ID: 1\nOutput:\na.txt"]);
});

test("outputs of items that are only referred to are believed", () => {
  expect(() =>
    read({
      input: [
        { type: "item_reference", id: "fc_1" },
        { type: "function_call_output", call_id: "c1", output: "x" },
      ],
    }),
  ).not.toThrow();
});

test("a namespace is unfolded, hosted tools are left alone", () => {
  const tools = [
    { type: "web_search" },
    { type: "namespace", name: "files", tools: [{ type: "function", name: "read", parameters: {} }] },
    { type: "custom", name: "apply_patch" },
    { type: "local_shell" },
  ];

  expect(read({ tools }).tools.map(({ name, kind, namespace }) => [name, kind, namespace])).toEqual([
    ["read", "function", "files"],
    ["apply_patch", "custom", null],
    ["local_shell", "local_shell", null],
  ]);
});

test("thinking is shown with a summary, hidden with effort alone", () => {
  expect(read({}).thinking).toBe("off");
  expect(read({ reasoning: { effort: "none", summary: "auto" } }).thinking).toBe("off");
  expect(read({ reasoning: { effort: "low" } }).thinking).toBe("hidden");
  expect(read({ reasoning: { effort: "low", summary: "auto" } }).thinking).toBe("shown");
});

test("the input is instructions, items and the JSON of the tools; sealed thoughts are free", () => {
  expect(
    read({
      instructions: "be brief",
      input: [
        { type: "reasoning", summary: [], encrypted_content: "a b c" },
        { role: "user", content: "hi" },
      ],
    }).inputTokens,
  ).toBe(3);
});
