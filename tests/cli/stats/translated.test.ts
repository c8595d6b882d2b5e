import { expect, test } from "bun:test";
import { translatedLines } from "../../../cli/stats/translated.ts";

const pair = { from: "anthropic", to: "openai-chat", requests: 1204 };
const loss = (rule: string) => ({ rule, what: "dropped", count: 9, why: "?", requests: 3 }) as const;

test("where everything went out as it came there is nothing to say", () => {
  expect(translatedLines({ pairs: [], losses: [] })).toEqual([]);
});

test("what was translated is told by its formats, and that nothing was lost", () => {
  expect(translatedLines({ pairs: [pair, { ...pair, to: "gemini", requests: 2 }], losses: [] })).toEqual([
    "translated: anthropic -> openai-chat 1,204, anthropic -> gemini 2",
    "  nothing was lost on the way",
  ]);
});

test("what was lost is told by its rules, the most frequent first, and where to look", () => {
  const losses = ["a", "b", "c", "d", "e", "f"].map((rule) => loss(rule));

  expect(translatedLines({ pairs: [pair], losses })[1]).toBe(
    "  not carried as it was: a in 3, b in 3, c in 3, d in 3, and 2 more rules; one of them: proxy-cli why ID",
  );
});
