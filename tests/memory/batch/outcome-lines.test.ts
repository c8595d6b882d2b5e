import { expect, test } from "bun:test";
import { outcomeLines } from "../../../src/memory/batch/outcome-lines.ts";

test("the last few lines that say how it ended, each once", () => {
  const lines = ["ok 1", "FAIL src/a.test.ts", "TypeError: x is no function", "  12 passed", "12 passed", "1 failed"];
  expect(outcomeLines(lines)).toEqual(["TypeError: x is no function", "12 passed", "1 failed"]);
});

test("plain lines say nothing of it, and long ones are cut", () => {
  expect(outcomeLines(["all is well", ""])).toEqual([]);
  expect(outcomeLines([`error: ${"x".repeat(500)}`])[0]).toHaveLength(160);
});
