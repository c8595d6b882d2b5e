import { expect, test } from "bun:test";
import { Queue } from "../../src/lib/queue.ts";

test("what came first goes first, however often some come and go", () => {
  const queue = new Queue<{ readonly number: number }>();
  const taken: (number | undefined)[] = [];
  let next = 0;

  for (let round = 0; round < 300; round++) {
    for (let count = 0; count < 3; count++) queue.push({ number: next++ });
    for (let count = 0; count < 2; count++) taken.push(queue.take()?.number);
  }

  expect(queue.length).toBe(300);
  expect(taken).toEqual(Array.from({ length: 600 }, (_, index) => index));
});

test("an empty one gives null", () => {
  const queue = new Queue<object>();
  expect([queue.take(), queue.length]).toEqual([null, 0]);
});
