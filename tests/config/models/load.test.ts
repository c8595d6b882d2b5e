import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { builtInModels, builtInModelsFile, modelsIn } from "../../../src/config/models/load.ts";
import { ProxyError } from "../../../src/core/errors.ts";
import { entriesFor } from "../../../src/core/price.ts";
import { priceLists } from "../../../src/core/provider.ts";
import { providers } from "../../../src/providers/index.ts";

const lists = priceLists(providers);
const read = (text: string) => modelsIn(text, "models.yaml", lists);

const refusal = (text: string): string => {
  try {
    read(text);
  } catch (thrown) {
    if (thrown instanceof ProxyError) return thrown.message;
  }
  return "taken";
};

test("the models.yaml that ships has no mistake, and its quick reading gives the same", () => {
  const carefully = modelsIn(readFileSync(builtInModelsFile, "utf8"), builtInModelsFile, lists);

  expect(builtInModels()).toEqual(carefully);
  expect(carefully.length).toBeGreaterThan(40);
});

test("a model has prices, a window, and says where they were found", () => {
  const [one] = read(`zai:
  glm-9:
    input: 1
    cache_read: 0.1
    output: 2
    above: [{ tokens: 1000, input: 3 }]
    window: 200000
    vision: true
    source: the bill
    date: 2026-11-21
    note: asked on the phone
`);

  expect(one).toMatchObject({ list: "zai", pattern: "glm-9", windowTokens: 200_000, takesImages: true });
  expect(one).toMatchObject({ source: "the bill", date: "2026-11-21", note: "asked on the phone" });
  expect(one?.price).toMatchObject({ rates: { input: 1, cacheRead: 0.1, cacheWrite: null, output: 2 } });
  expect(one?.price).toMatchObject({ above: [{ tokens: 1000, rates: { input: 3, cacheRead: 0.1, output: 2 } }] });
});

test("prices in another currency become dollars, and that is said", () => {
  const [one] = read("zai-cn:\n  glm-9: { input: 7.25, output: 14.5, currency: CNY, per_dollar: 7.25 }\n");

  expect(one?.price).toMatchObject({ rates: { input: 1, output: 2 } });
  expect(one?.note).toBe("converted from CNY, 7.25 to a dollar");
});

test("nobody knows is a price too, and an entry without one leaves it to the tables", () => {
  const entries = read('zai:\n  a: { unknown: "it depends" }\n  b: { window: 5 }\n');

  expect(entriesFor(entries, "zai", "a")[0]).toMatchObject({ price: "unknown", note: "it depends" });
  expect(entriesFor(entries, "zai", "b")[0]).toMatchObject({ price: null, windowTokens: 5 });
});

test.each([
  [
    "zia:\n  a: { input: 1 }\n",
    'models.yaml:1:1  models.zia  unknown provider; one of anthropic, openai, google, mistral, zai, zai-cn, simulator, did you mean "zai"?',
  ],
  ["zai:\n  a: { inptu: 1 }\n", 'models.yaml:2:8  models.zai.a.inptu  unknown key, did you mean "input"?'],
  ["zai:\n  a: { input: -1 }\n", "models.yaml:2:15  models.zai.a.input  must be a number from 0 to 1000000, got -1"],
  ["zai:\n  a: { input: cheap }\n", 'models.yaml:2:15  models.zai.a.input  must be a number, got "cheap"'],
  ["zai:\n  a: { input: .inf }\n", "models.yaml:2:15  models.zai.a.input  must be a number"],
  ["zai:\n  a: { output: 1 }\n", "models.yaml:2:3  models.zai.a.input  missing"],
  ["zai:\n  a: { input: 1, currency: CNY }\n", "models.zai.a.per_dollar  missing: how much CNY a dollar is"],
  [
    "zai:\n  a: { input: 1, per_dollar: 7 }\n",
    "models.yaml:2:18  models.zai.a.per_dollar  only for prices in another currency",
  ],
  ["zai:\n  a: { input: 1, unknown: why }\n", "models.zai.a.unknown  says that nobody knows, but there is input"],
  ["zai:\n  a: { input: 1, above: [{ tokens: 5 }, { tokens: 5 }] }\n", "models.zai.a.above  must go from the smallest"],
  ["zai:\n  a: { input: 1, date: today }\n", "models.zai.a.date  must be a day such as 2026-11-21"],
  ["zai: 5\n", "models.zai  must be a map, got 5"],
])("%j is told with its place and what was meant", (text, expected) => {
  expect(refusal(text)).toContain(expected);
});
