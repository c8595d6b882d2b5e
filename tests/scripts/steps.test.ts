import { expect, test } from "bun:test";
import {
  countOf,
  fastTests,
  faultTests,
  lastLine,
  lawTests,
  type Result,
  realTests,
  slowTests,
  tierOf,
  total,
} from "../../scripts/steps.ts";

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

test("the path of a test file says when it runs", () => {
  expect(tierOf("tests/lib/sse.test.ts")).toBe("fast");
  expect(tierOf("tests/faults/starting.test.ts")).toBe("real");
  expect(tierOf("tests/simulator/sdk-openai.test.ts")).toBe("real");
  expect(tierOf("tests/cli/commands/start.test.ts")).toBe("real");
  expect(tierOf("tests/cli/stats/realtime.test.ts")).toBe("real");
  expect(tierOf("tests/faults/disk-full.slow.test.ts")).toBe("slow");
  expect(tierOf("tests/state/ledger.slow.test.ts")).toBe("slow");
});

test("every test file runs in exactly one tier, and the slow ones one by one", () => {
  const filesOf = (steps: ReturnType<typeof fastTests>): string[] =>
    steps.flatMap(({ command }) => command.filter((word) => word.endsWith(".test.ts")));
  const all = [...new Bun.Glob("tests/**/*.test.ts").scanSync(".")].map((path) => `./${path}`);

  const laws = new Set(filesOf(lawTests()));
  const run = [...filesOf([...fastTests(), ...slowTests()]), ...filesOf(realTests()).filter((path) => !laws.has(path))];

  expect(run.toSorted()).toEqual(all.toSorted());
  expect(slowTests().every((step) => filesOf([step]).length === 1)).toBe(true);
});

test("laws that the gate tries on some inputs are tried on ten times as many among the real tests", () => {
  const [laws, ...more] = realTests();

  expect(laws).toMatchObject({ name: "laws", env: { PROXY_TEST_RUNS: "10" } });
  expect(laws?.command).toContain("./tests/lib/json-splice.test.ts");
  expect(more.some(({ env }) => env !== undefined)).toBe(false);
});

test("the fault run has all faults and all security cases", () => {
  const words = faultTests().flatMap(({ command }) => command);

  for (const path of new Bun.Glob("tests/{faults,security}/**/*.test.ts").scanSync("."))
    expect(words.includes(`./${path}`)).toBe(!path.endsWith(".slow.test.ts"));
});
