import { expect, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { countOf, lastLine, type Result, repeated, runSteps, told, total } from "../../scripts/run-steps.ts";
import { scratchFolder } from "../support/scratch.ts";

const result = (isTest: boolean, isOk: boolean, output: string, more: Partial<Result> = {}): Result => ({
  step: { name: "a", command: [], isTest },
  isOk,
  ms: 1,
  output,
  failures: [],
  unsteady: [],
  ...more,
});
const summary = " 9 pass\n 1 skip\n 2 todo\n 0 fail\n 30 expect() calls\nRan 12 tests across 2 files. [328.00ms]";
const late = { file: "tests/a.test.ts", tests: ["waits"], text: ["error: late"], counted: 1 };

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

test("what passed on the second run has passed, is counted once, and is named", () => {
  const healed = result(true, true, " 8 pass\n 1 fail\n", { unsteady: [late] });

  expect(lastLine(total([healed]))).toBe("9 passed, 0 failed");
  expect(repeated([healed])).toEqual([
    "UNSTEADY: tests/a.test.ts > waits passed only on the second run\n        error: late",
  ]);
  expect(told(healed)).toContain("UNSTEADY: tests/a.test.ts > waits passed only on the second run");
});

test("one that failed again beside one that did not is still one failure", () => {
  const half = result(true, false, " 7 pass\n 2 fail\n", { unsteady: [late], failures: [late] });

  expect(lastLine(total([half]))).toBe("8 passed, 1 failed");
});

test("a step that failed shows its failures first, and the last lines name them again", () => {
  const failed = result(true, false, "(pass) fine\nthe whole output\n 1 pass\n 1 fail\n", { failures: [late] });

  expect(told(failed).split("\n")).toEqual([
    expect.stringMatching(/^FAIL {2}a .* 1 passed, 1 failed$/),
    "FAILED  tests/a.test.ts > waits",
    "      error: late",
    "All that a said:",
    "the whole output",
    " 1 pass",
    " 1 fail",
    "",
  ]);
  expect(repeated([failed])).toEqual(["FAILED: tests/a.test.ts > waits\n        error: late"]);
});

test("a rule that is broken is named at the end", () => {
  expect(repeated([result(false, false, "src/a.ts is too long")])).toEqual(["FAILED: a"]);
});

test("a hundred failures are not a wall of text", () => {
  const many = result(true, false, " 1 pass\n 100 fail\n", { failures: Array(100).fill(late) });

  expect(repeated([many])).toHaveLength(13);
  expect(repeated([many]).at(-1)).toContain("88 more");
});

/** A folder with one test file that fails the first time, and with `isBroken` each time. */
const flaky = async (isBroken: boolean): Promise<string> => {
  const folder = `${scratchFolder()}/tests`;
  mkdirSync(folder);
  await Bun.write(
    `${folder}/late.test.ts`,
    `import { expect, test } from "bun:test"; import { existsSync, writeFileSync } from "node:fs";
    test("fine", () => {});
    test("waits", () => {
      const wasHere = existsSync("${folder}/seen"); writeFileSync("${folder}/seen", "");
      expect(wasHere).toBe(${isBroken ? "null" : "true"});
    });`,
  );
  return `${folder}/late.test.ts`;
};

const stepOf = (file: string, alone: boolean) => {
  const inFolder = [process.execPath, "test"];
  const command = ["sh", "-c", `cd '${file}/../..' && exec "$0" "$@"`, ...inFolder];
  return {
    ...{ name: "late", command: [...command, "./tests/late.test.ts"], isTest: true },
    ...(alone ? { alone: command } : {}),
  };
};

test("a file that fails once passes when it is run alone, where the step allows that", async () => {
  const said: string[] = [];
  const sum = async (file: string, alone: boolean): Promise<string> =>
    lastLine(total(await runSteps([stepOf(file, alone)], 1, (line: string) => said.push(line))));

  expect(await sum(await flaky(false), true)).toBe("2 passed, 0 failed");
  expect(await sum(await flaky(false), false)).toBe("1 passed, 1 failed");
  expect(await sum(await flaky(true), true)).toBe("1 passed, 1 failed");
  expect(said.map((text) => text.slice(0, 4))).toEqual(["ok  ", "FAIL", "FAIL"]);
  expect(said[0]).toContain("UNSTEADY: tests/late.test.ts > waits");
});
