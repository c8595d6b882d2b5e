import { expect, test } from "bun:test";
import { createTally } from "../../src/simulator/tally.ts";

test("each thing is counted by itself", () => {
  const tally = createTally();

  expect([tally("a"), tally("b"), tally("a"), tally("a")]).toEqual([0, 0, 1, 2]);
});

test("what came longest ago is forgotten when it is full", () => {
  const tally = createTally(2);
  for (const thing of ["a", "b", "a", "c"]) tally(thing);

  expect([tally("a"), tally("b")]).toEqual([2, 0]);
});
