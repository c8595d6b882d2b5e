import { expect, test } from "bun:test";
import { lossesBetween, rowOf, rowsBetween } from "../../../src/translation/table/index.ts";

test("what is lost between two formats is a part of what changes", () => {
  const losses = lossesBetween("openai-chat", "anthropic", { quirks: {} });

  expect(rowsBetween("openai-chat", "anthropic", { quirks: {} })).toEqual(expect.arrayContaining([...losses]));
  expect(losses.filter(({ does }) => does === "carried")).toEqual([]);
});

test("a name that is in no table has no row", () => {
  expect(rowOf("toString")).toBeNull();
});
