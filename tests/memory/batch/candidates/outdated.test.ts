import { expect, test } from "bun:test";
import { outdated } from "../../../../src/memory/batch/candidates/outdated.ts";
import { deedsOf, edited, program, questionOf, readFile } from "../../../support/batches.ts";

const found = (...deeds: Parameters<typeof questionOf>[0][number][]) => outdated(questionOf(deeds));

test("what was read of a file before it was changed and read anew is of no use", () => {
  const [candidate, ...more] = found(readFile("a.ts", program(40)), edited("a.ts"), readFile("a.ts", program(40, 2)));
  expect(deedsOf(candidate === undefined ? [] : [candidate.piece])).toEqual([0]);
  expect(more).toEqual([]);
});

test("what was read last stays, also when the file was changed since: nothing newer is there", () => {
  expect(found(readFile("a.ts", program(40)), edited("a.ts"))).toEqual([]);
});

test("what was read of a file that nobody changed stays", () => {
  expect(found(readFile("a.ts", program(40)), edited("b.ts"), readFile("a.ts", program(40)))).toEqual([]);
});
