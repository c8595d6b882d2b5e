import { expect, test } from "bun:test";
import fc from "fast-check";
import { tests } from "../../../src/memory/live/tests.ts";
import { expectLinear, expectLineLaws, shrunk } from "../../support/shrunk.ts";

const each = (line: (at: number) => string, count = 60): string[] => Array.from({ length: count }, (_, at) => line(at));

/** What reports of programs that run tests look like: what passed, what failed, what sums up. */
const reports = {
  vitest: [
    each((at) => `   ✓ the listener takes connection ${at} 12ms`),
    ["   × the listener refuses 25ms", "     → expected 1 to be 2"],
    ["Test Files  1 failed (1)", "     Tests  1 failed | 60 passed (61)"],
  ],
  jest: [
    each((at) => `    ✓ adds numbers of row ${at} (3 ms)`),
    ["    ✕ takes numbers away (2 ms)", "  ● takes numbers away"],
    ["Tests:       1 failed, 60 passed, 61 total"],
  ],
  bun: [
    each((at) => `(pass) a request ${at} goes through [0.12ms]`),
    ["(fail) a request is refused [1.00ms]"],
    [" 60 pass", " 1 fail", "Ran 61 tests across 1 file."],
  ],
  pytest: [
    each((at) => `tests/test_a.py::test_case_${at} PASSED [ 50%]`),
    ["tests/test_a.py::test_bad FAILED [ 99%]", "E       assert 1 == 2"],
    ["=========== 1 failed, 60 passed in 1.20s ==========="],
  ],
  unittest: [
    each((at) => `test_case_${at} (test_a.CaseTests) ... ok`),
    ["test_bad (test_a.CaseTests) ... FAIL", "AssertionError: 1 != 2"],
    ["Ran 61 tests in 0.01s", "FAILED (failures=1)"],
  ],
  go: [
    each((at) => `=== RUN   TestCase${at}\n--- PASS: TestCase${at} (0.00s)`),
    ["--- FAIL: TestBad (0.00s)", "    a_test.go:9: got 1, want 2"],
    ["FAIL"],
  ],
  cargo: [
    each((at) => `test store::tests::keeps_row_${at} ... ok`),
    ["test store::tests::loses ... FAILED", "thread 'main' panicked at src/a.rs:9:5:"],
    ["test result: FAILED. 60 passed; 1 failed; 0 ignored"],
  ],
  mocha: [
    each((at) => `    ✔ takes message ${at}`),
    ["    1) refuses a message", "      AssertionError: expected true"],
    ["  60 passing (12ms)", "  1 failing"],
  ],
  tap: [
    ["1..61", ...each((at) => `ok ${at + 1} - takes packet ${at}`)],
    ["not ok 61 - refuses a packet"],
    ["# tests 61", "# pass 60", "# fail 1"],
  ],
  junit: [
    ['<testsuite name="a" tests="61" failures="1">', ...each((at) => `<testcase name="takes ${at}" time="0.01"/>`)],
    ['<testcase name="bad"><failure>expected 1</failure></testcase>'],
    ["</testsuite>"],
  ],
} as const;

test.each(Object.entries(reports))(
  "%s: failures and sums stay whole, what passed is counted",
  (_name, [passed, failed, sums]) => {
    const half = Math.floor(passed.length / 2);
    const text = [...passed.slice(0, half), ...failed, ...passed.slice(half), "", ...sums].join("\n");
    const short = shrunk(tests, text) ?? "";
    for (const line of [...failed, ...sums]) expect(short.split("\n")).toContain(line);
    expect(short).toMatch(/… \d+ lines of what passed/);
    expect(short.split("\n").length).toBeLessThan(30);
  },
);

test("a report in which all failed loses nothing", () => {
  expect(
    shrunk(tests, [...each((at) => `    ✕ adds numbers of row ${at}`, 90), "Tests: 90 failed"].join("\n")),
  ).toBeNull();
});

test("the laws of what keeps lines hold", () => {
  expectLineLaws(tests, fc.constantFrom(...Object.values(reports).flat(2)));
});
test("no text takes for ever", () => expectLinear(tests));
