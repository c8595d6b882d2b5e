import { expect, test } from "bun:test";
import { repeated } from "../../../../src/memory/batch/candidates/repeated.ts";
import { deedsOf, edited, program, questionOf, ran, readFile } from "../../../support/batches.ts";

const found = (...deeds: Parameters<typeof questionOf>[0][number][]) =>
  deedsOf(repeated(questionOf(deeds)).map(({ piece }) => piece));

test("of several readings of a file the last is kept, also where it says something else by then", () => {
  expect(
    found(readFile("a.ts", program(40)), readFile("a.ts", program(40, 2)), readFile("a.ts", program(40, 3))),
  ).toEqual([1, 0]);
});

test("of results that say the same the last is kept, whatever gave them", () => {
  expect(found(ran("cat a.ts", program(40)), readFile("a.ts", program(40)))).toEqual([0]);
});

test("other files, and commands that gave something else, stay", () => {
  expect(found(readFile("a.ts", program(40)), readFile("b.ts", program(40, 2)))).toEqual([]);
  expect(found(ran("npm test", program(40)), ran("npm test", program(40, 2)))).toEqual([]);
});

test("what is short stays: its note would not be shorter", () => {
  expect(found(readFile("a.ts", "one line"), edited("b.ts"), readFile("a.ts", "one line"))).toEqual([]);
});
