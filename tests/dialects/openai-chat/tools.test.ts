import { expect, test } from "bun:test";
import type { Origin, Tool } from "../../../src/core/chat.ts";
import { readToolChoice, readTools, writeToolChoice, writeTools } from "../../../src/dialects/openai-chat/tools.ts";

const origin: Origin = { dialect: "openai-chat", path: [] };

test("tools are written as they were read: functions, custom tools, the vendor's own, the older functions", () => {
  const body = {
    tools: [
      { type: "function", function: { name: "f", description: "d", parameters: { type: "object" }, strict: true } },
      { type: "custom", custom: { name: "g", description: "d", format: { type: "text" } } },
      { type: "web_search", web_search: { enable: true } },
    ],
    functions: [{ name: "h", parameters: {} }],
  };

  const tools = readTools(body, origin);

  expect(tools.map(({ name, hosted }) => [name, hosted])).toEqual([
    ["f", null],
    ["g", null],
    ["web_search", "web_search"],
    ["h", null],
  ]);
  expect(writeTools(tools, "openai-chat")).toEqual(body);
});

test("a tool that another vendor runs has no place here", () => {
  const tool: Tool = {
    ...{
      name: "web_search",
      description: null,
      schema: null,
      isPlain: false,
      isStrict: null,
      hosted: "web_search_20250305",
      extras: {},
    },
    origin: { dialect: "anthropic", path: ["tools", 0] },
  };

  expect(writeTools([tool], "openai-chat")).toEqual({});
});

test("each choice of tools is written as it was read", () => {
  const choices = [
    { tool_choice: "auto" },
    { tool_choice: "none", parallel_tool_calls: false },
    { tool_choice: "required" },
    { tool_choice: { type: "function", function: { name: "f" } } },
    { tool_choice: { type: "custom", custom: { name: "g" } } },
    { tool_choice: { type: "allowed_tools", allowed_tools: { mode: "required", tools: [] } } },
    { function_call: "auto" },
    { function_call: { name: "h" } },
    {},
  ];

  for (const body of choices) expect(writeToolChoice(readToolChoice(body, origin), "openai-chat")).toEqual(body);
  expect(readToolChoice({ tool_choice: "any" }, origin)?.mode).toBe("required");
});
