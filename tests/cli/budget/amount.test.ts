import { expect, test } from "bun:test";
import { amountsIn, more } from "../../../cli/budget/amount.ts";

test("what is allowed is said in dollars, tokens, requests or minutes", () => {
  expect(more(null)).toBeNull();
  expect([more("$5"), more("0.5")]).toEqual([{ dollars: 5e6 }, { dollars: 500_000 }]);
  expect([more("200k tokens"), more("2M")]).toEqual([{ tokens: 200_000 }, { tokens: 2e6 }]);
  expect([more("20 requests"), more("30 minutes")]).toEqual([{ requests: 20 }, { minutes: 1_800_000 }]);
});

test("what is no amount is said to be none", () => {
  for (const typed of ["", "much", "-5", "$5 tokens", "0", "5 EUR"])
    expect([typed, amountsIn(typed)]).toEqual([typed, null]);
  expect(() => more("much")).toThrow('--more takes an amount, not "much".');
});
