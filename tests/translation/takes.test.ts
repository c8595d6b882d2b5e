import { expect, test } from "bun:test";
import type { TakesHere } from "../../src/core/takes.ts";
import { takesOf, usual } from "../../src/translation/takes.ts";

test("a vendor without quirks takes what its format says", () => {
  expect(takesOf({ quirks: {} }, "anthropic", "claude-x")).toEqual(usual.anthropic);
});

test("of several quirks that fit a model the later one counts, field by field", () => {
  const takes: TakesHere[] = [
    { dialect: "openai-chat", maxStops: 1, seed: false },
    { dialect: "openai-chat", models: /^big-/, maxStops: 2 },
    { dialect: "anthropic", maxStops: 9 },
  ];

  expect(takesOf({ quirks: { takes } }, "openai-chat", "big-1")).toMatchObject({ maxStops: 2, seed: false });
  expect(takesOf({ quirks: { takes } }, "openai-chat", "small-1")).toMatchObject({ maxStops: 1, seed: false });
  expect(takesOf({ quirks: { takes } }, "openai-chat", null)).toMatchObject({ maxStops: 1 });
});
