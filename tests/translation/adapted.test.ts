import { expect, test } from "bun:test";
import { providers } from "../../src/providers/index.ts";
import { adaptationOf, isPeculiar } from "../../src/translation/adapted.ts";

test("only vendors that refuse some of a format are looked at", () => {
  const peculiar = providers.filter((provider) => isPeculiar(provider, "openai-chat")).map(({ name }) => name);

  expect(peculiar).toEqual(["mistral", "zai"]);
  expect(providers.filter((provider) => isPeculiar(provider, "anthropic"))).toEqual([]);
});

test("a forced tool is left to the model where the vendor knows no other way", () => {
  const zai = providers.find(({ name }) => name === "zai");

  const { splices, losses } = adaptationOf({ tool_choice: { type: "function" } }, zai ?? { quirks: {} }, "glm-4.7");

  expect(splices).toEqual([{ do: "set", path: ["tool_choice"], value: "auto" }]);
  expect(losses).toMatchObject([{ rule: "choice.mode", what: "changed", count: 1 }]);
});
