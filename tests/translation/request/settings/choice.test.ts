import { expect, test } from "bun:test";
import { fitted, says } from "../../../support/fitted.ts";

const tools = ["a", "b"].map((name) => ({ type: "function", function: { name, parameters: { type: "object" } } }));
const asked = (tool_choice: unknown, more: object = {}) => ({ ...says["openai-chat"], tools, tool_choice, ...more });
const named = { type: "function", function: { name: "a" } };

test("each way to choose has its words in every format", () => {
  expect(fitted("openai-chat", asked("required"), "anthropic").body["tool_choice"]).toEqual({ type: "any" });
  expect(fitted("openai-chat", asked(named), "anthropic").body["tool_choice"]).toEqual({ type: "tool", name: "a" });
  expect(fitted("openai-chat", asked("none"), "anthropic").body["tool_choice"]).toEqual({ type: "none" });
  const one = fitted("openai-chat", asked("auto", { parallel_tool_calls: false }), "anthropic");
  expect(one.body["tool_choice"]).toEqual({ type: "auto", disable_parallel_tool_use: true });
  expect(fitted("openai-chat", asked("none", { parallel_tool_calls: false }), "anthropic").body["tool_choice"]).toEqual(
    {
      type: "none",
    },
  );
  expect(fitted("openai-chat", asked("required"), "google").body["toolConfig"]).toEqual({
    functionCallingConfig: { mode: "ANY" },
  });
});

const claude = (tool_choice: object) => ({
  ...says.anthropic,
  ...{ tools: [{ name: "a", input_schema: { type: "object" } }], tool_choice },
});

test("Mistral's word for it is any", () => {
  const { body } = fitted("anthropic", claude({ type: "any" }), "mistral mistral-large-latest");

  expect(body["tool_choice"]).toBe("any");
});

test("z.ai's models decide by themselves, and tools that may not be called are not there", () => {
  const forced = fitted("anthropic", claude({ type: "tool", name: "a" }), "zai/openai-chat glm-4.7");
  const forbidden = fitted("anthropic", claude({ type: "none" }), "zai/openai-chat glm-4.7");

  expect(forced.body["tool_choice"]).toBe("auto");
  expect(forced.rules).toContain("choice.mode");
  expect(forbidden.body).not.toHaveProperty("tools");
  expect(forbidden.rules).toContain("choice.none");
});

test("several tools of which one may be called are the only ones there", () => {
  const allowed = { type: "allowed_tools", allowed_tools: { mode: "required", tools: [named] } };
  const { body, rules } = fitted("openai-chat", asked(allowed), "anthropic");

  expect(body["tools"]).toMatchObject([{ name: "a" }]);
  expect(body["tool_choice"]).toEqual({ type: "any" });
  expect(rules).toContain("choice.some");
  const config = { functionCallingConfig: { mode: "ANY", allowedFunctionNames: ["a", "b"] } };
  const declared = ["a", "b", "c"].map((name) => ({ name }));
  const google = { ...says.gemini, tools: [{ functionDeclarations: declared }], toolConfig: config };
  expect(fitted("gemini", google, "openai").body["tools"]).toMatchObject([
    { function: { name: "a" } },
    { function: { name: "b" } },
  ]);
});

test("a choice of a tool that is not there is none", () => {
  const { body, rules } = fitted("openai-chat", asked({ type: "function", function: { name: "z" } }), "anthropic");

  expect(body["tool_choice"]).toEqual({ type: "auto" });
  expect(rules).toContain("choice.gone");
});

test("several calls at once cannot be forbidden at Gemini, and that is told", () => {
  expect(fitted("openai-chat", asked("auto", { parallel_tool_calls: false }), "google").rules).toContain(
    "choice.parallel",
  );
  expect(fitted("openai-chat", asked("auto", { parallel_tool_calls: true }), "google").rules).not.toContain(
    "choice.parallel",
  );
});
