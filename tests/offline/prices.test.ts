import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { pathsUnder } from "../../src/config/paths.ts";
import { allPrices, disagreements, pricesHere, pricesOf } from "../../src/offline/prices.ts";
import { scratchFolder } from "../support/scratch.ts";

const now = Date.parse("2026-11-21");
const home = (models?: string) => {
  const paths = pathsUnder(scratchFolder());
  if (models !== undefined) writeFileSync(paths.models, models, { mode: 0o600 });
  return paths;
};

test("every model is there once in each list, by our own spelling of its name", () => {
  const prices = allPrices(pricesHere(home("zai-cn:\n  glm-5.2: { input: 1, output: 2 }\n")), now);
  const names = prices.map(({ list, model }) => `${list} ${model.toLowerCase()}`);

  expect(new Set(names).size).toBe(names.length);
  expect(prices.find(({ list, model }) => list === "zai-cn" && model === "glm-5.2")?.from).toBe("yours");
});

test("only what a file says otherwise than the table is a disagreement", () => {
  const book = pricesHere(home("openai:\n  gpt-4o: { input: 2.5, cache_read: 1.25, output: 11 }\n"));
  const differing = disagreements(pricesOf(book, "gpt-4o", now), book, now);

  expect(differing.map(({ priced }) => priced.list)).toEqual(["openai"]);
  expect(disagreements(pricesOf(book, "gpt-4o-mini", now), book, now)).toEqual([]);
});

test("a file with a mistake is not half read", () => {
  expect(() => pricesHere(home("zai:\n  a: { input: -1 }\n  b: { input: 1 }\n"))).toThrow("models.zai.a.input");
});
