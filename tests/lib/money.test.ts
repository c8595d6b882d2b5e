import { expect, test } from "bun:test";
import fc from "fast-check";
import { dollarText, inDollars } from "../../src/lib/money.ts";

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
