import { expect, test } from "bun:test";
import { written } from "../../../../src/memory/batch/candidates/written.ts";
import { deedsOf, edited, program, questionOf, readFile } from "../../../support/batches.ts";

const found = (...deeds: Parameters<typeof questionOf>[0][number][]) =>
  deedsOf(written(questionOf(deeds)).map(({ piece }) => piece));

test("what a change of a file gave is of no use when the file was read after it", () => {
  expect(found(edited("a.ts", program(40)), readFile("a.ts", program(40, 2)))).toEqual([0]);
});

test("what the last change gave stays", () => {
  expect(found(readFile("a.ts", program(40)), edited("a.ts", program(40, 2)))).toEqual([]);
});
