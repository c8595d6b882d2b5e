import { expect, test } from "bun:test";
import fc from "fast-check";
import { dollarText, inDollars, knownDollars, knownSum } from "../../src/lib/money.ts";

test.each([
  [0, "0"],
  [12, "0.000012"],
  [1_500_000, "1.5"],
  [-450, "-0.00045"],
  [123_456_789_000_000, "123456789"],
])("%d micro-dollars are %s dollars", (micros, text) => {
  expect(dollarText(micros)).toBe(text);
});

test("both ways of telling say the same", () => {
  fc.assert(fc.property(fc.integer(), (micros) => expect(Number(dollarText(micros))).toBe(inDollars(micros))));
});

test("a sum of which a part is unknown is what is known; where that is nothing, nobody knows the sum", () => {
  expect([knownSum(0, 0), knownSum(7, 2), knownSum(0, 1)]).toEqual([0, 7, null]);
  expect([knownDollars(0, 0), knownDollars(7_000_000, 2), knownDollars(0, 1)]).toEqual([0, 7, null]);
});
