import { expect, test } from "bun:test";
import { builtInModels, modelsIn } from "../../src/config/models/load.ts";
import { noFacts } from "../../src/core/price.ts";
import { priceLists } from "../../src/core/provider.ts";
import { modelFactsAt } from "../../src/meter/model-facts.ts";
import { createPrices } from "../../src/meter/prices/index.ts";
import { providers } from "../../src/providers/index.ts";
import { modelMapRows } from "../../src/routing/model-map.ts";
import { upstreamOf } from "../support/exchange.ts";

const now = Date.parse("2026-11-21");
const prices = createPrices({ providers, builtIn: builtInModels });

const placeOf = (provider: string, origin: string, isShipped = true) => upstreamOf(provider, { origin, isShipped });

const known: readonly (readonly [provider: string, model: string, images: boolean | null, output: number | null])[] = [
  ["anthropic", "claude-haiku-4-5-20251001", true, 64_000],
  ["anthropic", "claude-sonnet-4-6", true, 64_000],
  ["anthropic", "claude-opus-4-1-20250805", true, 32_000],
  ["anthropic", "claude-opus-5-5", true, 128_000],
  ["openai", "gpt-5.4-nano", true, 128_000],
  ["openai", "gpt-4o-mini", true, 16_384],
  ["openai", "o3-mini", false, 100_000],
  ["openai", "gpt-5-pro", true, 272_000],
  ["openai", "gpt-5.2-chat-latest", true, 16_384],
  ["google", "models/gemini-2.5-pro", true, 65_536],
  ["mistral", "mistral-small-latest", true, null],
  ["mistral", "codestral-latest", false, null],
  ["zai", "glm-4.6", false, 131_072],
  ["zai", "glm-4.6v", true, 32_768],
  ["openai", "a-model-of-nobody", null, null],
];

for (const [provider, model, takesImages, maxOutputTokens] of known) {
  test(`${model}: images ${takesImages}, at most ${maxOutputTokens} tokens of answer`, () => {
    const place = placeOf(provider, "https://vendor.example");

    expect(modelFactsAt(model, place, { prices, now })).toMatchObject({ takesImages, maxOutputTokens });
  });
}

test("a place with prices of its own has the models of its vendor", () => {
  const place = placeOf("zai", "https://open.bigmodel.cn");

  expect(modelFactsAt("glm-4.6v", place, { prices, now })).toEqual({
    ...{ windowTokens: 128_000, maxOutputTokens: 32_768, takesImages: true },
  });
});

test("what is behind an address of the user's own only the user knows", () => {
  const place = placeOf("openai", "http://127.0.0.1:11434", false);
  expect(modelFactsAt("gpt-4o", place, { prices, now })).toMatchObject(noFacts);

  const text = "openai:\n  gpt-4o: { max_output: 99, vision: false }\n";
  const own = modelsIn(text, "models.yaml", priceLists(providers));
  const told = createPrices({ providers, builtIn: builtInModels, own });

  expect(modelFactsAt("gpt-4o", place, { prices: told, now })).toMatchObject({
    ...{ maxOutputTokens: 99, takesImages: false, windowTokens: null },
  });
});

test("of a request that names no model nothing is known", () => {
  expect(modelFactsAt(null, placeOf("openai", "https://api.openai.com"), { prices, now })).toEqual(noFacts);
});

test("how much fits into every model that takes another's place is known", () => {
  for (const { provider, defaults } of modelMapRows(providers)) {
    for (const model of Object.values(defaults)) {
      const facts = modelFactsAt(model, placeOf(provider.name, "https://vendor.example"), { prices, now });
      expect([model, facts.windowTokens]).not.toEqual([model, null]);
    }
  }
});
