import { expect, test } from "bun:test";
import { fitted, says } from "../../../support/fitted.ts";

test("a tool that only Anthropic's models know is described to others, one that cannot be is left out", () => {
  const tools = [
    { type: "bash_20250124", name: "bash" },
    { type: "text_editor_20250728", name: "str_replace_based_edit_tool" },
    { type: "computer_20250124", name: "computer", display_width_px: 1, display_height_px: 1 },
  ];
  const { body, rules } = fitted("anthropic", { ...says.anthropic, tools }, "openai/openai-chat gpt-4o");

  expect(body["tools"]).toMatchObject([
    { function: { name: "bash", parameters: { properties: { command: { type: "string" } } } } },
    { function: { name: "str_replace_based_edit_tool", parameters: { required: ["command", "path"] } } },
  ]);
  expect(rules).toEqual(expect.arrayContaining(["tools.client-run", "tools.hosted"]));
});
