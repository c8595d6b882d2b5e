import { expect, test } from "bun:test";
import { programme, usualSeconds } from "../../../../cli/demo/show/programme.ts";

test("scenes begin in their order, and the last one early enough to end in time", () => {
  const seconds = programme.map(([second]) => second);

  expect(seconds).toEqual(seconds.toSorted((a, b) => a - b));
  expect(seconds[0]).toBe(0);
  expect(seconds.at(-1)).toBeLessThan(0.9 * usualSeconds);
});
