import { expect, test } from "bun:test";
import { once } from "../../src/lib/once.ts";

test("a question is asked when its answer is wanted, and only then", () => {
  let asked = 0;
  const answer = once(() => ++asked);

  expect(asked).toBe(0);
  expect([answer(), answer(), asked]).toEqual([1, 1, 1]);
});

test("an answer of nothing is an answer too", () => {
  let asked = 0;
  const answer = once(() => void asked++);

  answer();
  answer();
  expect(asked).toBe(1);
});
