import { expect, test } from "bun:test";
import type { Decision } from "../../../src/core/memory.ts";
import { accountOf, receiptOf } from "../../../src/memory/batch/account.ts";
import { program, questionOf, ran } from "../../support/batches.ts";

const commands = Array.from({ length: 4 }, (_, at) => ran(`make part${at}`, program(20, at + 1)));
const question = questionOf(commands);
const results = question.pieces.filter(({ kind }) => kind === "result");
const [first] = results;
if (first === undefined) throw new Error("no piece");

const decided = (after: number, how: Record<string, number> | null = null): Decision => ({
  ...{ steps: [{ do: "clear", v: 1, with: how ?? {} }], before: first.tokens, after, isBatched: how !== null },
});
const savedBy = (decision: Decision) => accountOf({ ...question, known: new Map([[first.key, decision]]) }).saved;

test("each token is written once, and read with each request after", () => {
  // Requests: the first words, four results, "Go on."
  const { raw, saved } = accountOf(question);
  const { entries } = question.transcript;
  const tokens = (at: number): number => entries[at]?.tokens ?? 0;
  const ends = [1, 3, 5, 7, 9, 11];
  let [expected, before] = [0, 0];
  for (const end of ends) {
    const now = Array.from({ length: end }, (_, at) => tokens(at)).reduce((sum, one) => sum + one, 0);
    expected += 0.1 * before + 1.25 * (now - before);
    before = now;
  }
  expect(raw).toBeCloseTo(expected);
  expect(saved).toBe(0);
});

test("what was left out when it came saves its writing and every reading", () => {
  expect(savedBy(decided(first.tokens - 100))).toBeCloseTo(100 * (1.25 + 4 * 0.1));
});

test("what a batch left out saves the readings since, less what the batch has cost", () => {
  const at = 8; // behind the model's words of the last call: two requests ago
  const decision = decided(first.tokens - 100, { at, was: first.tokens, paid: 30 });
  expect(receiptOf(decision)).toEqual({ at, was: first.tokens, paid: 30 });
  expect(savedBy(decision)).toBeCloseTo(100 * 0.1 - 30);
});

test("what was decided outside of batches has no receipt", () => {
  expect(receiptOf(decided(5))).toBeNull();
});
