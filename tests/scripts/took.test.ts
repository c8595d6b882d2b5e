import { expect, test } from "bun:test";
import { tookByFile, tookLines } from "../../scripts/took.ts";

const output = `bun test v1.4.5
tests/faults/a.test.ts:
(pass) U-01 one [1500.00ms]

tests/faults/b.test.ts:
(pass) two [200.50ms]
(skip) three

tests/faults/a.test.ts:
(fail) four > with [brackets] [500.00ms]

1 tests failed:
(fail) four > with [brackets] [500.00ms]
`;

test("each file has the sum of its tests, also where two files ran at a time, and nothing counts twice", () => {
  expect(tookByFile(output)).toEqual([
    ["tests/faults/a.test.ts", 2000],
    ["tests/faults/b.test.ts", 200.5],
  ]);
});

test("the files of all steps are told together, the longest first", () => {
  const other = "tests/faults/c.slow.test.ts:\n(pass) five [61000.00ms]\n";

  expect(tookLines([output, other])).toEqual([
    "    61.0 s  tests/faults/c.slow.test.ts",
    "     2.0 s  tests/faults/a.test.ts",
    "     0.2 s  tests/faults/b.test.ts",
  ]);
});
