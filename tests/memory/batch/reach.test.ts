import { expect, test } from "bun:test";
import { rewrittenIn } from "../../../src/memory/batch/reach.ts";
import { program, questionOf, ran } from "../../support/batches.ts";

const commands = Array.from({ length: 12 }, (_, at) => ran(`make part${at}`, program(20, at + 1)));
const rewritten = (entry: number, lookBackBlocks: number | null) =>
  rewrittenIn(questionOf(commands, { moment: { lookBackBlocks } }))(entry);
const { transcript, frontier } = questionOf(commands);
const tokensFrom = (start: number) =>
  transcript.entries.slice(start, frontier).reduce((sum, { tokens }) => sum + tokens, 0);

test("all behind the request before the change is read anew, where every beginning is found", () => {
  // Entry 20 is a result: the request before it ended behind entry 18.
  expect(rewritten(20, null)).toBe(tokensFrom(19));
  expect(rewritten(2, null)).toBe(tokensFrom(1));
});

test("where a vendor looks back only so far, a change further back has everything read anew", () => {
  expect(rewritten(22, 20)).toBe(tokensFrom(21));
  expect(rewritten(6, 20)).toBe(tokensFrom(0));
});

test("what has been left out is not read", () => {
  const question = questionOf(commands, { moment: { lookBackBlocks: null } });
  const [first] = question.pieces.filter(({ kind }) => kind === "result");
  if (first === undefined) throw new Error("no piece");
  const known = new Map([
    [first.key, { steps: [], before: first.tokens, after: first.tokens - 100, isBatched: false }],
  ]);
  expect(rewrittenIn({ ...question, known })(first.entry)).toBe(rewritten(first.entry, null) - 100);
});
