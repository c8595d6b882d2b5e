import { expect, test } from "bun:test";
import { failuresOf, inShort, shown, withoutPassed } from "../../scripts/failures.ts";

const output = `bun test v9 2x PARALLEL

tests/a.test.ts:
(pass) before
noise of the one that fails
 9 | import { x } from "y";
10 |   expect(said).toBe(2);
                   ^
error: expect(received).toBe(expected)

Expected: 2
Received: 1

      at <anonymous> (${process.cwd()}/tests/a.test.ts:4:16)
(fail) a group > says two [301.25ms]
(pass) after [1.20s]

tests/b.test.ts:
(fail) waits [60000.02ms]
  ^ this test timed out after 60000ms.
(skip) not here

tests/c.test.ts:
✗ tests/c.test.ts (worker crashed: exit code 3)

tests/d.test.ts:
(pass) fine

# Unhandled error between tests
-------------------------------
error: nobody caught this
-------------------------------

tests/e.test.ts:
(pass) last

3 tests failed:
(fail) a group > says two [301.25ms]

 5 pass
 1 skip
 3 fail
 1 error
Ran 9 tests across 5 files. [454.00ms]`;

test("each failure of a run has its file, its tests and what they said, and nothing of those that passed", () => {
  expect(failuresOf(output).map(({ file, tests, counted }) => [file, ...tests, counted])).toEqual([
    ["tests/a.test.ts", "a group > says two", 1],
    ["tests/b.test.ts", "waits", 1],
    ["tests/c.test.ts", "(worker crashed: exit code 3)", 1],
    ["tests/d.test.ts", "(outside of its tests)", 0],
  ]);
  expect(failuresOf(output)[0]?.text.join("\n")).toStartWith("noise of the one that fails\nerror: expect(received)");
  expect(failuresOf(" 9 pass\n 0 fail")).toEqual([]);
});

test("a failure is shown with its error and its place, without the source around it", () => {
  expect(failuresOf(output).slice(0, 2).map(shown).join("\n")).toBe(`FAILED  tests/a.test.ts > a group > says two
      noise of the one that fails
      error: expect(received).toBe(expected)
      Expected: 2
      Received: 1
            at <anonymous> (tests/a.test.ts:4:16)
FAILED  tests/b.test.ts > waits
        ^ this test timed out after 60000ms.`);
});

test("a failure that says very much is cut, and says so", () => {
  const long = `tests/a.test.ts:\n${"more\n".repeat(100)}(fail) talks`;

  const lines = failuresOf(long).map(shown).join("\n").split("\n");

  expect(lines.length).toBeLessThan(40);
  expect(lines.at(-1)).toContain("70 more lines below");
});

test("tests that failed one after the other share what was said, since Bun may say it before or after them", () => {
  const [both] = failuresOf("tests/a.test.ts:\nerror: one\nerror: two\n(fail) first\n(fail) second");

  expect(both && inShort(both)).toBe(
    "FAILED: tests/a.test.ts > first\nFAILED: tests/a.test.ts > second\n        error: one · error: two",
  );
});

test("the reason in one line has the place in our tests", () => {
  expect(failuresOf(output).map(inShort).join("\n")).toContain(
    "FAILED: tests/a.test.ts > a group > says two\n" +
      "        error: expect(received).toBe(expected) · Expected: 2 · Received: 1 · tests/a.test.ts:4",
  );
});

test("an output is shortened by what passed: neither tests nor files where nothing else is left", () => {
  const rest = withoutPassed(output);

  expect(rest).not.toContain("(pass)");
  expect(rest).not.toContain("tests/e.test.ts");
  expect(rest).toContain("(fail) a group > says two");
  expect(rest).toContain("tests/d.test.ts:\n\n# Unhandled error");
  expect(rest).toContain("(skip) not here");
});
