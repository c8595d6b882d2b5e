import { expect, test } from "bun:test";
import { readToolChoice, readTools, writeToolChoice, writeTools } from "../../../src/dialects/anthropic/tools.ts";

const tools = [
  { name: "a", description: "d", input_schema: { type: "object" }, defer_loading: true },
  { type: "custom", name: "b", input_schema: {} },
  { type: "web_search_20250305", name: "web_search", max_uses: 5 },
  { type: "computer_20250124", name: "computer", display_width_px: 9 },
  { type: "mcp_toolset", mcp_server_name: "s" },
];

test("the vendor's own tools are hosted; those that the client runs are not, whoever described them", () => {
  expect(readTools(tools)?.map(({ hosted }) => hosted)).toEqual([
    null,
    null,
    "web_search_20250305",
    null,
    "mcp_toolset",
  ]);
  expect(readTools({})).toBeNull();
  expect(readTools([1])).toBeNull();
});

test("tools are written as they were read", () => {
  expect(writeTools(readTools(tools) ?? [])).toEqual(tools);
});

test("what another vendor runs is left out", () => {
  const [tool] = readTools([{ type: "web_search_1", name: "w" }]) ?? [];
  const foreign = tool && { ...tool, origin: { dialect: "gemini" as const, path: [] } };

  expect(writeTools(foreign ? [foreign] : [])).toEqual([]);
});

test("which tools may be called, and how many at once", () => {
  const choices = [
    { type: "auto" },
    { type: "any", disable_parallel_tool_use: true },
    { type: "tool", name: "a" },
    { type: "none" },
  ];

  expect(choices.map((choice) => readToolChoice(choice)?.mode)).toEqual(["auto", "required", "named", "none"]);
  expect(readToolChoice(choices[1])?.isParallel).toBe(false);
  for (const choice of choices) {
    const read = readToolChoice(choice);
    expect(read && writeToolChoice(read)).toEqual(choice);
  }
  expect([readToolChoice({ type: "later" }), readToolChoice("auto")]).toEqual([null, null]);
});
