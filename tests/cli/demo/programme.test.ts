import { expect, test } from "bun:test";
import { programme } from "../../../cli/demo/programme.ts";

test("scenes begin in their order, and the last one early enough to end in time", () => {
  const shares = programme.map(([share]) => share);

  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares[0]).toBe(0);
  expect(shares.at(-1)).toBeLessThan(0.9);
});
