import { expect, test } from "bun:test";
import type { Origin } from "../../../src/core/chat.ts";
import {
  readToolChoice,
  readTools,
  writeToolChoice,
  writeTools,
} from "../../../src/dialects/openai-responses/tools.ts";

const origin: Origin = { dialect: "openai-responses", path: [] };

test("tools are written as they were read, a group of tools and the vendor's own too", () => {
  const tools = [
    { type: "function", name: "f", description: "d", parameters: { type: "object" }, strict: false },
    { type: "custom", name: "g", format: { type: "text" } },
    { type: "web_search", search_context_size: "low" },
    { type: "namespace", name: "crm", description: "d", tools: [{ type: "function", name: "h" }] },
    { type: "mcp", server_label: "x" },
  ];

  expect(writeTools(readTools({ tools }, origin))).toEqual({ tools });
  expect(readTools({ tools }, origin).map(({ hosted }) => hosted)).toEqual([
    null,
    null,
    "web_search",
    "namespace",
    "mcp",
  ]);
  expect(writeTools([])).toEqual({});
});

test("another format's schema is not taken for a strict one", () => {
  const [tool] = readTools({ tools: [{ type: "function", name: "f", parameters: {} }] }, origin);
  const foreign = { ...tool, origin: { dialect: "anthropic", path: [] } } as const;

  expect(tool && writeTools([tool])).toEqual({ tools: [{ type: "function", name: "f", parameters: {} }] });
  expect(tool && writeTools([{ ...tool, origin: foreign.origin }])).toMatchObject({ tools: [{ strict: false }] });
});

test("each choice of tools is written as it was read", () => {
  const choices = [
    { tool_choice: "none" },
    { tool_choice: { type: "function", name: "f" }, parallel_tool_calls: true },
    { tool_choice: { type: "custom", name: "g" } },
    { tool_choice: { type: "web_search" } },
    { tool_choice: { type: "allowed_tools", mode: "auto", tools: [] } },
    {},
  ];

  for (const body of choices) expect(writeToolChoice(readToolChoice(body, origin))).toEqual(body);
});
