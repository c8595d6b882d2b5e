import type { Selection } from "../lines/abridged.ts";
import { noneOf } from "../lines/abridged.ts";
import { byLines } from "../lines/by-lines.ts";
import { countOf, keepAround, keepEnds, startOf } from "../lines/marks.ts";

/**
 * Reports of tests (jest, vitest, mocha, bun, pytest, unittest, go, cargo, TAP): what failed stays whole, with all that
 * is said of it, and the sums; what passed is counted.
 */
export const tests = byLines({
  name: "tests",
  version: 1,
  minTokens: { balanced: 250, aggressive: 240 },
  takesErrors: true,
  fits: (lines) => {
    const passes = countOf(lines, isPass);
    return passes >= 8 && passes >= lines.length * 0.2 && lines.some((line) => isSum(startOf(line)));
  },
  select: (lines): Selection => {
    const keeps = noneOf(lines);
    keepEnds(keeps, 3, 8);
    lines.forEach((line, at) => {
      const start = startOf(line);
      if (!isPass(start) && start.trim() !== "") keeps[at] = 1;
      if (isFailure(start) || isSum(start)) keepAround(keeps, at, 1, 1);
    });
    return { keeps, notes: new Map(), gap: (from, to) => `… ${to - from + 1} lines of what passed`, minGap: 3 };
  },
});

/** Something that went well, or that only begins. */
const isPass = (line: string): boolean =>
  !isFailure(line) &&
  (/^\s*(?:[✓✔√]|PASS\b|ok +\d|ok\s+\S+\s+[\d.(]|--- PASS|\(pass\)|=== (?:RUN|PAUSE|CONT|NAME)|\d+ passing$)/.test(
    line,
  ) ||
    /(?:\.\.\. ok| PASSED)\s*(?:\[ *\d+%\])?$/.test(line) ||
    /^\S+\.py [.sx]+ *(?:\[ *\d+%\])?$/.test(line) ||
    /^<testcase [^>]*\/>$/.test(line.trim()));

const isFailure = (line: string): boolean =>
  /^\s*(?:[✗✕×✖]|FAIL|not ok|--- FAIL|\(fail\)|E {2,}|\d+\) )|\.\.\. (?:FAILED|ERROR|FAIL)| (?:FAILED|ERROR)\b|<failure|<error/.test(
    line,
  ) || /(?:Error|Exception)\b|panicked at/.test(line);

/** What sums up. */
const isSum = (line: string): boolean =>
  /^\s*(?:Tests?:|Tests +\d|Test (?:Files|Suites)|Suites?:|Ran \d+ tests?|test result:|\d+ (?:passing|failing|pending|pass|fail|passed|failed)\b|# (?:tests|pass|fail)\b|1\.\.\d+|OK\b|FAILED \(|PASS$|FAIL$|ok\s+\S+\s+[\d.(]|<testsuite)/.test(
    line,
  ) || /^=+ .*\b(?:passed|failed|error)\b.*=+$/.test(line);
