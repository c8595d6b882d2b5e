import { expect, test } from "bun:test";
import type { KeptOriginal } from "../../../src/core/memory.ts";
import { passagesOf } from "../../../src/memory/recall/passages.ts";

const kept = (id: string, at: number, entry: number | null = 0): KeptOriginal => ({
  ...{ id, at, entry, source: "Bash npm test", session: null, tokens: 9, bytes: 9, importance: 0.5 },
  ...{ lastUsedAt: at, isPinned: false, timesRecalled: 0 },
});

const measure = (text: string): number => text.length;

test("a long text is found in parts that together are all of it", () => {
  const text = Array.from({ length: 90 }, (_, at) => `line ${at + 1}`).join("\n");
  const parts = passagesOf([{ kept: kept("m_1", 1), text }], measure);

  expect(parts.map((part) => part.text).join("\n")).toBe(text);
  expect(parts.map(({ fromLine, toLine }) => [fromLine, toLine])).toEqual([
    [1, 25],
    [26, 50],
    [51, 75],
    [76, 90],
  ]);
});

test("parts stand in the order in which they were said", () => {
  const originals = [kept("m_c", 9), kept("m_b", 5, 7), kept("m_a", 5, 2)].map((one) => ({ kept: one, text: "words" }));
  expect(passagesOf(originals, measure).map(({ original }) => original)).toEqual(["m_a", "m_b", "m_c"]);
});

test("empty lines alone are no part, and one line without an end is one", () => {
  expect(passagesOf([{ kept: kept("m_1", 1), text: "\n\n\n" }], measure)).toEqual([]);
  expect(passagesOf([{ kept: kept("m_1", 1), text: "x".repeat(9000) }], measure)).toHaveLength(1);
});
