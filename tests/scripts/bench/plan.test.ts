import { expect, test } from "bun:test";
import { planOf, readOptions } from "../../../scripts/bench/plan.ts";

test("the command line is read, and what is not known is an error", () => {
  expect(readOptions([])).toEqual({ rounds: null, isQuick: false, isJson: false });
  expect(readOptions(["--rounds", "5", "--json", "--quick"])).toEqual({ rounds: 5, isQuick: true, isJson: true });
  for (const words of [["--fast"], ["--rounds"], ["--rounds", "0"], ["--rounds", "many"]]) {
    expect(() => readOptions(words)).toThrow("Usage");
  }
});

test("a full run asks for three sizes over three numbers of connections, a steady load and streams", () => {
  const { rounds, cases } = planOf({ rounds: null, isQuick: false, isJson: false });

  expect(rounds).toBe(3);
  expect(cases.map(({ name }) => name)).toEqual(
    expect.arrayContaining(["1 KB, 1 connection", "100 KB, 64 connections", "1 MB, 256 connections"]),
  );
  expect(new Set(cases.map(({ name }) => name)).size).toBe(13);
});

test("a quick run asks for less, and the number of rounds is the caller's", () => {
  expect(planOf({ rounds: 2, isQuick: true, isJson: false })).toMatchObject({ rounds: 2, cases: { length: 5 } });
});
