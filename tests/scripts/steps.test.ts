import { expect, test } from "bun:test";
import { countOf, lastLine, type Result, total } from "../../scripts/steps.ts";

const result = (isTest: boolean, isOk: boolean, output: string): Result => ({
  step: { name: "a", command: [], isTest },
  isOk,
  ms: 1,
  output,
});
const summary = " 9 pass\n 1 skip\n 2 todo\n 0 fail\n 30 expect() calls\nRan 12 tests across 2 files. [328.00ms]";

test("a test run is counted by its own summary", () => {
  expect(countOf(`(pass) 7 pass\n${summary}`)).toEqual({ passed: 9, failed: 0, skipped: 3 });
});

test("the last line is the sum of all runs", () => {
  const results = [result(true, true, summary), result(true, false, " 1 pass\n 2 fail\n"), result(false, true, "")];

  expect(lastLine(total(results))).toBe("10 passed, 2 failed, 3 skipped");
});

test("a run that broke before it could count is a failure, and so is a broken rule", () => {
  expect(total([result(true, false, "error: no such file"), result(false, false, "")]).failed).toBe(2);
  expect(lastLine({ passed: 3, failed: 0, skipped: 0 })).toBe("3 passed, 0 failed");
});
