import { expect, test } from "bun:test";
import type { DialectName } from "../../src/core/dialect-name.ts";
import type { Provider } from "../../src/core/provider.ts";
import { providers } from "../../src/providers/index.ts";
import { adaptationOf, mayBeRefused } from "../../src/translation/adapted.ts";

const named = (name: string): Provider => {
  const provider = providers.find((one) => one.name === name);
  if (provider === undefined) throw new Error(`no provider ${name}`);
  return provider;
};

test("only vendors that refuse some of a format are looked at, and OpenAI only where others had a hand in a request", () => {
  const lookedAt = (client: Provider | null, body = "{}", dialect: DialectName = "openai-chat") =>
    providers
      .filter((provider) => mayBeRefused(provider, dialect, { client: () => client, bytes: Buffer.from(body) }))
      .map(({ name }) => name);

  expect(lookedAt(null)).toEqual(["mistral", "zai"]);
  expect(lookedAt(named("openai"))).toEqual(["mistral", "zai"]);
  expect(lookedAt(named("mistral")).toSorted()).toEqual(["mistral", "openai", "zai"]);
  expect(lookedAt(null, '{"messages":[{"reasoning_content":"x"}]}').toSorted()).toEqual(["mistral", "openai", "zai"]);
  expect(lookedAt(named("mistral"), "{}", "anthropic")).toEqual([]);
});

test("an effort that Mistral never has becomes one that it has, or goes", () => {
  const effort = (said: string, model: string) =>
    adaptationOf({ reasoning_effort: said }, named("mistral"), model).splices;
  const path = ["reasoning_effort"];

  expect(effort("low", "mistral-small-latest")).toEqual([{ do: "set", path, value: "high" }]);
  expect(effort("medium", "mistral-large-latest")).toEqual([{ do: "remove", path }]);
  for (const said of ["high", "none"]) expect(effort(said, "mistral-large-latest")).toEqual([]);
});

test("what Mistral's clients say at the top of a request is what OpenAI calls it", () => {
  const body = { random_seed: 3, safe_prompt: true, tool_choice: "any", max_tokens: 9 };
  const { splices } = adaptationOf(body, named("openai"), "gpt-5.1");

  expect(splices.toSorted((one, other) => String(one.path).localeCompare(String(other.path)))).toEqual([
    { do: "set", path: ["max_completion_tokens"], value: 9 },
    { do: "remove", path: ["max_tokens"] },
    { do: "remove", path: ["random_seed"] },
    { do: "remove", path: ["safe_prompt"] },
    { do: "set", path: ["seed"], value: 3 },
    { do: "set", path: ["tool_choice"], value: "required" },
  ]);
  expect(adaptationOf({ max_tokens: 9 }, named("openai"), "gpt-4.1").splices).toEqual([]);
});

test("a forced tool is left to the model where the vendor knows no other way", () => {
  const zai = providers.find(({ name }) => name === "zai");

  const { splices, losses } = adaptationOf({ tool_choice: { type: "function" } }, zai ?? { quirks: {} }, "glm-4.7");

  expect(splices).toEqual([{ do: "set", path: ["tool_choice"], value: "auto" }]);
  expect(losses).toMatchObject([{ rule: "choice.mode", what: "changed", count: 1 }]);
});
