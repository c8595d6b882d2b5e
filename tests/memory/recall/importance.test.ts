import { expect, test } from "bun:test";
import { importanceOf, reasonsOf, within } from "../../../src/memory/recall/importance.ts";

const result = { role: "tool", tool: "Bash", isError: false } as const;

test("what failed is asked for again sooner than what went well, and the reasons can be told", () => {
  const well = { ...result, text: "ok ".repeat(50) };
  const failed = { ...result, isError: true, text: "TypeError: x is not a function\n    at run (src/a.ts:3)\n" };

  expect(importanceOf(failed)).toBeGreaterThan(importanceOf(well));
  expect(reasonsOf(failed).map(({ why }) => why)).toContain("it has a stack trace");
});

test("a list of files counts less than what the user said", () => {
  const listing = { ...result, tool: "Glob", text: "a b c" };
  const said = { role: "user", tool: null, isError: false, text: "We must never call it twice." } as const;

  expect(importanceOf(listing)).toBeLessThan(importanceOf(said));
});

test("it is always from 0 to 1, to two places", () => {
  expect([-3, 0.1234, 7].map(within)).toEqual([0, 0.12, 1]);
});
