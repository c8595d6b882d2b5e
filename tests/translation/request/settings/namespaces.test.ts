import { expect, test } from "bun:test";
import { fitted } from "../../../support/fitted.ts";

const nested = (name: string) => ({
  type: "function",
  name,
  description: name,
  parameters: { type: "object", properties: {} },
});
const tools = [
  { type: "namespace", name: "mcp__a__", tools: [nested("status"), nested("go")] },
  { type: "namespace", name: "mcp__b", tools: [nested("status")] },
  nested("status"),
];

test("tools in namespaces stand by themselves, each under a name of its own", () => {
  const { body, rules } = fitted("openai-responses", { input: "hi", tools }, "anthropic");

  expect(body["tools"]).toMatchObject([
    { name: "mcp__a__status" },
    { name: "mcp__a__go" },
    { name: "mcp__b__status" },
    { name: "status" },
  ]);
  expect(rules).toContain("tools.namespace");
});

test("a call of such a tool in an earlier turn has the same name", () => {
  const call = { type: "function_call", call_id: "c1", namespace: "mcp__b", name: "status", arguments: "{}" };
  const input = [{ role: "user", content: "go" }, call, { type: "function_call_output", call_id: "c1", output: "ok" }];
  const { body } = fitted("openai-responses", { input, tools }, "openai/openai-chat gpt-4o");

  expect(JSON.stringify(body["messages"])).toContain('"name":"mcp__b__status"');
});
