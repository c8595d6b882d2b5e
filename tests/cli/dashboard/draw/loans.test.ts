import { expect, test } from "bun:test";
import { createLoans } from "../../../../cli/dashboard/draw/loans.ts";

/** Loans of a terminal that only writes down who has it. */
const loansOf = () => {
  const did: string[] = [];
  const loans = createLoans(() => {
    did.push("given");
    return () => void did.push("taken back");
  });
  return { did, loans };
};

test("a terminal that a program has is lent until the program gives it back", () => {
  const { did, loans } = loansOf();
  expect(loans.isLent()).toBe(false);

  const takeBack = loans.lend();
  expect([loans.isLent(), ...did]).toEqual([true, "given"]);

  takeBack();
  expect([loans.isLent(), ...did]).toEqual([false, "given", "taken back"]);
  loans.leave();
});

test("who leaves tells whoever has the terminal to go, and hears of no stop any more", () => {
  const before = process.listenerCount("SIGTSTP");
  const { loans } = loansOf();
  expect([loans.gone.aborted, process.listenerCount("SIGTSTP")]).toEqual([false, before + 1]);

  loans.leave();

  expect([loans.gone.aborted, process.listenerCount("SIGTSTP")]).toEqual([true, before]);
});
