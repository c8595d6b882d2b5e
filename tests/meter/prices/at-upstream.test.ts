import { expect, test } from "bun:test";
import { builtInModels, modelsIn } from "../../../src/config/models/load.ts";
import { priceLists } from "../../../src/core/provider.ts";
import { aboutAt, knownAt } from "../../../src/meter/prices/at-upstream.ts";
import { createPrices } from "../../../src/meter/prices/index.ts";
import { providers } from "../../../src/providers/index.ts";
import { upstreamOf } from "../../support/exchange.ts";

const now = Date.parse("2026-11-21");
const text = "openai:\n  my-model: { input: 1, output: 2, window: 9 }\nzai:\n  glm-4.6: { input: 7, output: 8 }\n";
const own = modelsIn(text, "models.yaml", priceLists(providers));
const book = createPrices({ providers, builtIn: builtInModels, own });

const names = (...asked: Parameters<typeof upstreamOf>) =>
  new Map(knownAt(upstreamOf(...asked), book, now).map(({ model, by }) => [model, by]));

test("a vendor's models are those that there is a price of, and who says so is told", () => {
  const openai = names("openai", { isShipped: true });

  expect(openai.get("gpt-4o")).toBe("vendor");
  expect(openai.get("my-model")).toBe("config");
  expect(openai.has("glm-4.6")).toBe(false);
  expect([...openai.keys()].filter((name) => name.includes(":"))).toEqual([]);
});

test("a region has its own", () => {
  const cn = names("zai", { name: "cn", origin: "https://open.bigmodel.cn", isShipped: true });

  expect([cn.get("GLM-5.3") ?? cn.get("glm-5.3"), cn.has("glm-4.6")]).toEqual(["vendor", false]);
});

test("behind an address of the user's own there is what the user's file says, or whose prices it says it passes on", () => {
  const mine = { origin: "http://127.0.0.1:11434", isShipped: false };

  expect([...names("openai", mine)]).toEqual([["my-model", "config"]]);
  expect(names("openai", { ...mine, pricesOf: "zai" }).get("glm-4.6")).toBe("config");
  expect(names("openai", { ...mine, pricesOf: "zai" }).get("glm-4.7")).toBe("vendor");
});

test("what a model can do and costs is told by where it is", () => {
  expect(aboutAt(upstreamOf("zai", { isShipped: true }), "glm-4.6", book, now)).toMatchObject({
    ...{ windowTokens: 204_800, maxOutputTokens: 131_072, takesImages: false, rates: { input: 7, output: 8 } },
  });
  expect(aboutAt(upstreamOf("zai", { isShipped: false }), "nobody", book, now)).toEqual({
    ...{ windowTokens: null, maxOutputTokens: null, takesImages: null, rates: null },
  });
});
