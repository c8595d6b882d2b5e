import { expect, test } from "bun:test";
import { old } from "../../../../src/memory/batch/candidates/old.ts";
import { deedsOf, program, questionOf, ran } from "../../../support/batches.ts";

const commands = Array.from({ length: 9 }, (_, at) => ran(`make part${at}`, program(40, at + 1)));
const found = (keep: number) => old(questionOf(commands, { policy: { keep } }));

test("all but the latest results may go, as many as are to be kept", () => {
  expect(deedsOf(found(6).map(({ piece }) => piece)).toSorted()).toEqual([0, 1, 2]);
  expect(found(9)).toEqual([]);
});

test("a result is of no use from the one on that pushed it out", () => {
  const question = questionOf(commands, { policy: { keep: 6 } });
  const first = old(question).find(({ piece }) => deedsOf([piece])[0] === 0);
  expect(first?.since).toBe(question.pieces.find((piece) => deedsOf([piece])[0] === 6)?.entry ?? -1);
});
