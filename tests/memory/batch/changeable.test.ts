import { expect, test } from "bun:test";
import { changeable } from "../../../src/memory/batch/changeable.ts";
import { deedsOf, program, questionOf, ran } from "../../support/batches.ts";

const commands = Array.from({ length: 4 }, (_, at) => ran(`make part${at}`, program(40, at + 1)));
const free = (question: ReturnType<typeof questionOf>) =>
  deedsOf(question.pieces.filter(({ kind }) => kind === "result").filter(changeable(question)));
const keyOf = (question: ReturnType<typeof questionOf>, deed: number) =>
  question.pieces.find((piece) => deedsOf([piece])[0] === deed)?.key ?? "";

test("what has gone out may be changed, what has just come not", () => {
  const question = questionOf(commands);
  expect(free(question)).toEqual([0, 1, 2, 3]);
  expect(free({ ...question, frontier: 4 })).toEqual([0]);
});

test("what failed, what is pinned and what excluded tools gave stays", () => {
  const failed = commands.map((command, at) => ({ ...command, isError: at === 1 }));
  expect(free(questionOf(failed))).toEqual([0, 2, 3]);
  expect(free({ ...questionOf(commands), pinned: new Set([keyOf(questionOf(commands), 2)]) })).toEqual([0, 1, 3]);
  expect(free(questionOf(commands, { policy: { excludeTools: ["Bash"] } }))).toEqual([]);
});

test("what another piece points to stays, and what a batch has changed is not changed again", () => {
  const question = questionOf(commands);
  const pointing = { steps: [{ do: "same", v: 1, with: { of: keyOf(question, 0) } }], before: 900, after: 20 };
  const cleared = { steps: [{ do: "clear", v: 1, with: {} }], before: 900, after: 20, isBatched: true };
  const known = new Map([
    [keyOf(question, 3), { ...pointing, isBatched: false }],
    [keyOf(question, 1), cleared],
  ]);
  expect(free({ ...question, known })).toEqual([2, 3]);
});

test("what stands before a sealed thought stays, unless the thought may go or the vendor does not look", () => {
  const sealed = commands.map((command, at) => ({ ...command, isSealed: at === 2 }));
  expect(free(questionOf(sealed))).toEqual([2, 3]);
  expect(free(questionOf(sealed, { policy: { dropsBoundThinking: true } }))).toEqual([0, 1, 2, 3]);
  expect(free(questionOf(sealed, { moment: { bindsThoughts: false } }))).toEqual([0, 1, 2, 3]);
});
