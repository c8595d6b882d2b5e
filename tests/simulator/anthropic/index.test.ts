import { expect, test } from "bun:test";
import { anthropic, anthropicInputTokens } from "../../../src/simulator/anthropic/index.ts";
import { lastUserText, pendingToolOutputs } from "../../../src/simulator/conversation.ts";

const read = (json: Record<string, unknown>) =>
  anthropic.read({
    json: { model: "m", max_tokens: 5000, messages: [{ role: "user", content: "hi" }], ...json },
    model: "m",
    stream: false,
    betas: [],
  });

const agentTurn = [
  {
    role: "user",
    content: [
      { type: "text", text: "<system-reminder>x</system-reminder>" },
      { type: "text", text: "list files" },
    ],
  },
  { role: "system", content: [{ type: "text", text: "environment" }] },
  {
    role: "assistant",
    content: [
      { type: "thinking", thinking: "", signature: "s" },
      { type: "tool_use", id: "t1", name: "Bash", input: { command: "ls" } },
    ],
  },
  {
    role: "user",
    content: [
      { type: "tool_result", tool_use_id: "t1", content: [{ type: "text", text: "a.txt" }] },
      { type: "text", text: "reminder beside the result" },
    ],
  },
];

test("an agent's turn is read through reminders, system messages and results", () => {
  const { said } = read({ messages: agentTurn });

  expect(lastUserText(said)).toBe("list files");
  expect(pendingToolOutputs(said)).toEqual(["a.txt"]);
});

test("block types that nobody knows are passed over", () => {
  expect(
    read({
      messages: [
        {
          role: "user",
          content: [
            { type: "hologram", data: 1 },
            { type: "text", text: "hi" },
          ],
        },
      ],
    }).said,
  ).toContainEqual({ by: "user", parts: ["hi"] });
});

test("thinking is shown, hidden or off, as asked", () => {
  expect(read({}).thinking).toBe("off");
  expect(read({ thinking: { type: "disabled" } }).thinking).toBe("off");
  expect(read({ thinking: { type: "enabled", budget_tokens: 1024 } }).thinking).toBe("shown");
  expect(read({ thinking: { type: "adaptive" } }).thinking).toBe("shown");
  expect(read({ thinking: { type: "adaptive", display: "omitted" } }).thinking).toBe("hidden");
});

test("tools of the client are offered, tools that the server runs are not", () => {
  const tools = [
    { type: "web_search_20250305", name: "web_search" },
    { name: "weather", input_schema: { type: "object" } },
    { type: "bash_20250124", name: "bash" },
  ];

  expect(read({ tools }).tools.map(({ name }) => name)).toEqual(["weather", "bash"]);
});

test("the tool choice is read", () => {
  const tools = [{ name: "x", input_schema: { type: "object" } }];

  expect(read({ tools, tool_choice: { type: "any" } }).toolChoice).toEqual({ type: "required" });
  expect(read({ tools, tool_choice: { type: "none" } }).toolChoice).toEqual({ type: "none" });
  expect(read({ tools, tool_choice: { type: "tool", name: "x" } }).toolChoice).toEqual({ type: "named", name: "x" });
  expect(read({ tools, tool_choice: { type: "auto", disable_parallel_tool_use: true } })).toMatchObject({
    toolChoice: { type: "auto" },
    parallelTools: false,
  });
});

test("the input is system, messages and the JSON of the tools", () => {
  const messages = [{ role: "user", content: "one two" }];

  expect(anthropicInputTokens({ messages })).toBe(2);
  expect(anthropicInputTokens({ messages, system: [{ type: "text", text: "three" }] })).toBe(3);
  expect(anthropicInputTokens({ messages, tools: [{ name: "x" }] })).toBe(7);
});
