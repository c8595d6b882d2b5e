import { expect, test } from "bun:test";
import { objectIn } from "../../../../src/lib/json.ts";
import { fitted, says } from "../../../support/fitted.ts";

const chat = (more: object) => ({ ...says["openai-chat"], ...more });
const claude = (more: object) => ({ ...says.anthropic, ...more });
const thinkingOf = (body: object) => objectIn(objectIn(objectIn(body)["generationConfig"])["thinkingConfig"]);

test("an effort is a budget for older Claude models, and the model's own affair for newer ones", () => {
  const older = fitted("openai-chat", chat({ reasoning_effort: "high" }), "anthropic claude-sonnet-4-5");
  const newer = fitted("openai-chat", chat({ reasoning_effort: "high" }), "anthropic claude-opus-5-5");

  expect(older.body).toMatchObject({ thinking: { type: "enabled", budget_tokens: 16_384 }, max_tokens: 8192 + 16_384 });
  expect(older.rules).toContain("reasoning.effort-to-budget");
  expect(newer.body).toMatchObject({ thinking: { type: "adaptive" }, output_config: { effort: "high" } });
  expect(newer.rules).not.toContain("reasoning.effort-to-budget");
});

test("a budget is below the tokens of the answer, and no thoughts where there is no room for them", () => {
  const cut = fitted(
    "openai-chat",
    chat({ reasoning_effort: "high", max_tokens: 4000 }),
    "anthropic claude-sonnet-4-5",
  );
  const none = fitted(
    "openai-chat",
    chat({ reasoning_effort: "high", max_tokens: 500 }),
    "anthropic claude-sonnet-4-5",
  );

  expect(cut.body).toMatchObject({ thinking: { budget_tokens: 2000 }, max_tokens: 4000 });
  expect(cut.rules).toContain("reasoning.budget-cut");
  expect(none.body).not.toHaveProperty("thinking");
  expect(none.rules).toContain("reasoning.no-room");
});

test("no temperature stands beside thoughts", () => {
  const { body, rules } = fitted(
    "openai-chat",
    chat({ reasoning_effort: "low", temperature: 0.3 }),
    "anthropic claude-opus-4-6",
  );

  expect(body).not.toHaveProperty("temperature");
  expect(rules).toContain("sampling.thinking");
});

const tools = [{ type: "function", function: { name: "a", parameters: { type: "object" } } }];

test("a tool that must be called comes before thoughts, unless the model always thinks", () => {
  const asked = chat({ tools, tool_choice: "required", reasoning_effort: "high" });
  const off = fitted("openai-chat", asked, "anthropic claude-opus-5-5");
  const always = fitted("openai-chat", asked, "anthropic claude-fable-5-1");

  expect(off.body).toMatchObject({ thinking: { type: "disabled" }, tool_choice: { type: "any" } });
  expect(off.rules).toContain("reasoning.forced-tool");
  expect(always.body).toMatchObject({ thinking: { type: "adaptive" }, tool_choice: { type: "auto" } });
  expect(always.rules).toContain("choice.thinking");
});

test("a budget is an effort at OpenAI, and nothing to a model that does not think", () => {
  const asked = claude({ max_tokens: 32_000, thinking: { type: "enabled", budget_tokens: 10_000 } });

  expect(fitted("anthropic", asked, "openai/openai-responses gpt-5.6")).toMatchObject({
    body: { reasoning: { effort: "medium" } },
    rules: expect.arrayContaining(["reasoning.budget-to-effort"]),
  });
  const none = fitted("anthropic", asked, "openai/openai-chat gpt-4o");
  expect(none.body).not.toHaveProperty("reasoning_effort");
  expect(none.rules).toContain("reasoning.none");
});

test("an effort that a model has not is the nearest one", () => {
  const { body, rules } = fitted(
    "anthropic",
    claude({ output_config: { effort: "max" } }),
    "openai/openai-chat gpt-5-mini",
  );

  expect(body["reasoning_effort"]).toBe("high");
  expect(rules).toContain("reasoning.effort-near");
});

test("off is off, or as little as can be", () => {
  const off = claude({ thinking: { type: "disabled" } });

  expect(fitted("anthropic", off, "openai/openai-chat gpt-5.6").body["reasoning_effort"]).toBe("none");
  expect(fitted("anthropic", off, "zai/openai-chat glm-4.7").body["thinking"]).toEqual({ type: "disabled" });
  expect(thinkingOf(fitted("anthropic", off, "google gemini-2.5-flash").body)).toEqual({ thinkingBudget: 0 });
  const always = fitted("anthropic", off, "google gemini-3-pro-preview");
  expect(thinkingOf(always.body)).toEqual({ thinkingLevel: "low" });
  expect(always.rules).toContain("reasoning.off");
  expect(thinkingOf(fitted("anthropic", off, "google gemini-2.5-pro").body)).toEqual({ thinkingBudget: 128 });
});

test("Gemini has a level or a budget, never both, and shows thoughts to who is used to see them", () => {
  const asked = claude({ max_tokens: 32_000, thinking: { type: "enabled", budget_tokens: 30_000 } });

  expect(thinkingOf(fitted("anthropic", asked, "google gemini-3-pro-preview").body)).toEqual({
    thinkingLevel: "high",
    includeThoughts: true,
  });
  expect(thinkingOf(fitted("anthropic", asked, "google gemini-2.5-flash").body)).toEqual({
    thinkingBudget: 24_576,
    includeThoughts: true,
  });
  const silent = claude({ thinking: { type: "adaptive", display: "omitted" } });
  expect(thinkingOf(fitted("anthropic", silent, "google gemini-3-pro-preview").body)).toEqual({
    includeThoughts: false,
  });
});

test("z.ai is told on or off, its newest models how much", () => {
  const asked = claude({ output_config: { effort: "medium" } });

  expect(fitted("anthropic", asked, "zai/openai-chat glm-4.7")).toMatchObject({
    body: { thinking: { type: "enabled" } },
    rules: expect.arrayContaining(["reasoning.switched"]),
  });
  expect(fitted("anthropic", asked, "zai/openai-chat glm-5.3").body).toMatchObject({
    ...{ thinking: { type: "enabled" }, reasoning_effort: "high" },
  });
});

test("a model that would not think by itself is asked to where the client leaves it to the model", () => {
  const { body, rules } = fitted("anthropic", claude({ thinking: { type: "adaptive" } }), "openai/openai-chat gpt-5.6");

  expect(body["reasoning_effort"]).toBe("medium");
  expect(rules).toContain("reasoning.adaptive");
  expect(
    fitted("anthropic", claude({ thinking: { type: "adaptive" } }), "openai/openai-chat gpt-5").body,
  ).not.toHaveProperty("reasoning_effort");
});

test("OpenRouter's words mean the same", () => {
  const asked = chat({ reasoning: { max_tokens: 2000, exclude: true } });

  expect(fitted("openai-chat", asked, "anthropic claude-sonnet-4-5").body["thinking"]).toEqual({
    ...{ type: "enabled", budget_tokens: 2000 },
  });
});

test("a turn under way without its thought goes on without a budget, as Anthropic would refuse it; elsewhere it thinks", () => {
  const called = { id: "c1", type: "function", function: { name: "Read", arguments: "{}" } };
  const messages = [
    { role: "user", content: "hi" },
    { role: "assistant", content: null, tool_calls: [called] },
    { role: "tool", tool_call_id: "c1", content: "x" },
  ];
  const body = { messages, reasoning_effort: "low", max_tokens: 9000 };
  const gone = fitted("openai-chat", body, "anthropic claude-sonnet-4-5");

  expect(gone.body["thinking"]).toEqual({ type: "disabled" });
  expect(gone.rules).toContain("reasoning.thought-gone");
  expect(fitted("openai-chat", body, "anthropic claude-sonnet-5").body["thinking"]).toMatchObject({ type: "adaptive" });
  expect(fitted("openai-chat", body, "zai/anthropic glm-4.7").body["thinking"]).toMatchObject({ type: "enabled" });
  const over = {
    ...body,
    messages: [...messages, { role: "assistant", content: "y" }, { role: "user", content: "z" }],
  };
  expect(fitted("openai-chat", over, "anthropic claude-sonnet-4-5").body["thinking"]).toMatchObject({
    type: "enabled",
  });
});
