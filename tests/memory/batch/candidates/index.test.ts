import { expect, test } from "bun:test";
import { candidatesIn } from "../../../../src/memory/batch/candidates/index.ts";
import { deedsOf, edited, program, questionOf, ran, readFile } from "../../../support/batches.ts";

test("each piece is found once, in the order of the conversation, for the most telling reason", () => {
  const deeds = [
    readFile("a.ts", program(40)),
    edited("a.ts"),
    readFile("a.ts", program(40, 2)),
    ...Array.from({ length: 6 }, (_, at) => ran(`make part${at}`, program(40, at + 3))),
  ];
  const found = candidatesIn(questionOf(deeds));
  expect(deedsOf(found.map(({ piece }) => piece))).toEqual([0, 2]);
  expect(found.map(({ steps }) => steps[0]?.with["note"] ?? null)).toEqual(["it came again further on", null]);
});
