import { expect, test } from "bun:test";
import { wouldHaveWords } from "../../../cli/output/would-have.ts";

const shadow = (micros: number | null, dropped = 0, tokens = 12_000) => ({
  ...{ requests: 3, dropped },
  modes: [{ mode: "balanced" as const, tokens, micros }],
});

test("what the usual mode would have saved is said with the line that makes it so", () => {
  expect(wouldHaveWords(shadow(420_000), " today")).toEqual([
    "balanced would have saved $0.42 today, an estimate: proxy-cli config set memory.mode balanced",
  ]);
});

test("tokens where no price is known, a loss where it is one, and nothing where nothing would have changed", () => {
  expect(wouldHaveWords(shadow(null))[0]).toContain("would have saved 12k tokens");
  expect(wouldHaveWords(shadow(-50_000))[0]).toContain("would have saved nothing");
  expect(wouldHaveWords(shadow(0, 0, 0))).toEqual([]);
  expect(wouldHaveWords(null)).toEqual([]);
});

test("requests that nobody had time for are told", () => {
  expect(wouldHaveWords(shadow(420_000, 2))[0]).toContain("without 2 requests");
});
