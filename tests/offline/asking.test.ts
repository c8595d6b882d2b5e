import { afterEach, beforeEach, expect, test } from "bun:test";
import { rmSync, writeFileSync } from "node:fs";
import { pathsFrom } from "../../src/config/paths.ts";
import { keyVariablesFor, offerAt } from "../../src/offline/asking.ts";
import { scratchFolder } from "../support/scratch.ts";

let home: string;
beforeEach(() => {
  home = scratchFolder();
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const offer = (name: string, model: string) => {
  const env = { PROXY_CLI_HOME: home };
  return offerAt({ paths: pathsFrom(env), env, now: () => Date.parse("2026-11-21") }, { name }, model);
};

test("an offer has the price of a whole prompt, by its length, and the window of the book", () => {
  const { list, windowTokens, costMicros } = offer("simulator", "gemini-2.5-pro");

  expect([list, windowTokens]).toEqual(["simulator", 1_048_576]);
  expect(costMicros(100_000, 1)).toBe(125_010);
  expect(costMicros(300_000, 1)).toBe(750_015);
});

test("what nobody knows has no price, and an upstream that the files have not is nobody's", () => {
  expect(offer("openai", "no-such-model").costMicros(9, 9)).toBeNull();
  expect(offer("lent", "gpt-4o")).toMatchObject({ list: null, windowTokens: null });
});

test("a word of one's own counts first", () => {
  writeFileSync(`${home}/models.yaml`, "openai:\n  gpt-4o: { window: 9000 }\n", { mode: 0o600 });

  expect(offer("openai", "gpt-4o").windowTokens).toBe(9000);
  expect(offer("openai", "gpt-4o").costMicros(1_000_000, 0)).toBe(2_500_000);
});

test("variables hold the key of a vendor, not of whoever speaks its format", () => {
  const at = (url: string) => keyVariablesFor({ provider: "openai", addresses: [{ dialects: [], url }] });

  expect(at("https://api.openai.com/v1")).toEqual(["OPENAI_API_KEY"]);
  expect(at("https://openai.azure.example")).toEqual([]);
  expect(keyVariablesFor({ provider: "openai", addresses: [] })).toEqual([]);
});
