import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { cardOf, loadTable, tableVersion } from "../../../src/meter/prices/table.ts";

const table = loadTable();
const at = (day: string): number => Date.parse(day);

test("the table is the one that package.json names, which never fetches another", () => {
  const { dependencies } = JSON.parse(readFileSync("package.json", "utf8"));

  expect(dependencies["@pydantic/genai-prices"]).toBe(tableVersion.version);
  expect(readFileSync("src/meter/prices/table.ts", "utf8")).not.toContain("updatePrices");
});

test("a price that changes on a day is asked for by the day", () => {
  const input = (day: string) => table.find("mistral", "mistral-medium-latest", at(day))?.card?.rates.input;

  expect(input("2026-06-15")).toBe(0.4);
  expect(input("2026-06-17")).toBe(1.5);
});

test("steps by the length of the prompt become rates above it", () => {
  const card = table.find("google", "gemini-2.5-pro", at("2026-11-21"))?.card;

  expect(card?.rates).toMatchObject({ input: 1.25, cacheRead: 0.125, output: 10 });
  expect(card?.above).toMatchObject([{ tokens: 200_000, rates: { input: 2.5, cacheRead: 0.25, output: 15 } }]);
});

test("what tokens cannot tell has no card: pictures, hours, pages", () => {
  expect(table.find("openai", "whisper-1", 0)).toMatchObject({ model: "whisper-1", card: null });
  expect(table.find("google", "gemini-2.5-flash-image", 0)?.card).toBeNull();
  expect(cardOf({ output_mtok: 5 })).toBeNull();
});

test("a model that is given away costs 0, and one that nobody knows is none", () => {
  expect(cardOf({})?.rates).toMatchObject({ input: 0, output: 0 });
  expect(table.find("openai", "gpt-nonesuch", 0)).toBeNull();
  expect(table.find("nobody", "gpt-4o", 0)).toBeNull();
});
