import { expect, test } from "bun:test";
import { capIn } from "../../src/budgets/cap.ts";

const capOf = (said?: string) => capIn(new Headers(said === undefined ? {} : { "x-proxy-budget": said }));

test("a request says in dollars what it may cost", () => {
  expect([capOf(), capOf(""), capOf("5"), capOf("$0.25"), capOf(" 2.5 ")]).toEqual([null, null, 5e6, 250_000, 2.5e6]);
});

test("what is no amount is refused: a budget that nobody understands would protect nobody", () => {
  for (const said of ["five", "-1", "0", "1e3", "5 EUR", "99999999"])
    expect(() => capOf(said)).toThrow("must be a number of dollars above 0");
});
