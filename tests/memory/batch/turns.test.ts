import { expect, test } from "bun:test";
import { turnsIn } from "../../../src/memory/batch/turns.ts";

const entries = (authors: string) =>
  [...authors].map((author) => ({ author: author === "m" ? ("model" as const) : ("client" as const) }));

test("a request ended wherever the model began to speak, and this one ends at the end", () => {
  const turns = turnsIn(entries("ccmmcmc"));
  expect(turns.ends).toEqual([2, 5, 7]);
  expect([0, 1, 2, 3, 4, 5, 6].map(turns.of)).toEqual([0, 0, 1, 1, 1, 2, 2]);
});

test("what the model has been given to begin with went out with the request", () => {
  expect(turnsIn(entries("mc")).ends).toEqual([2]);
});
