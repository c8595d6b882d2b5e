import { expect, test } from "bun:test";
import {
  disagreements,
  faultsIn,
  pageOf,
  promisesIn,
  proofsFrom,
  readCases,
  titlesOf,
} from "../../scripts/catalogue.ts";
import { parse } from "../../scripts/source.ts";

const source = (text: string, path = "tests/a.test.ts") => parse(path, text);

test("titles are those of tests that run, also behind conditions and tables, and of groups", () => {
  const text = `
    describe("U-01: one", () => {});
    test.each([1])("U-02: two", async () => {});
    test.skipIf(true)("U-03: three", () => {});
    for (const x of y) test(\`U-04, S-05: \${x} four\`, () => {});
    test.skip("U-05: not run", () => {});
    test.todo("U-06: planned", () => {});
    test.todo("U-07: planned");
    console.log("U-08: said");
  `;

  expect(titlesOf(source(text))).toEqual(["U-01: one", "U-02: two", "U-03: three", "U-04, S-05: … four"]);
});

test("faults count wherever a title names them", () => {
  expect(faultsIn("C-22, S-43: strange paths (W-01)")).toEqual(["C-22", "S-43", "W-01"]);
  expect(faultsIn("UTF-16, X-05 and C1")).toEqual([]);
});

test("promises count at the beginning and in brackets, and are not taken for faults", () => {
  expect(promisesIn("V1, V8: only the base URL changes (Z3)")).toEqual(["V1", "V8", "Z3"]);
  expect(promisesIn("C-01, C1: a client that leaves")).toEqual(["C1"]);
  expect(promisesIn("a client of C1 leaves")).toEqual([]);
  expect(promisesIn("K-10 G5, V1: one title, several ids")).toEqual(["G5", "V1"]);
});

const list = readCases(
  "U-01: nobody listens\nU-02: { case: silence, waits: fallbacks }\nU-03: { case: no name, lacks: IPv6 }\n",
);

test("what the list and the tests disagree about is told with what to do", () => {
  const proofs = proofsFrom([source(`test("U-02, U-09: x", () => {}); test("U-03", () => {})`)], faultsIn);

  const problems = disagreements("list.yaml", list, proofs);

  expect(problems).toHaveLength(3);
  expect(problems[0]).toContain("U-09 is not in list.yaml");
  expect(problems[1]).toContain("U-01 has neither a test nor a reason");
  expect(problems[2]).toContain(`U-02 waits for "fallbacks" but has tests in tests/a.test.ts`);
});

test("a page says of each case whether it holds, where, and since when not", () => {
  const proofs = proofsFrom(
    [source(`test("U-01 a", () => {})`, "tests/faults/x.slow.test.ts"), source(`test("U-03 b", () => {})`)],
    faultsIn,
  );

  const page = pageOf({ file: "", title: "T", words: "W", groups: { U: "Vendors" }, idsIn: faultsIn }, list, proofs);

  expect(page).toContain("2 of 3 have tests.");
  expect(page).toContain(
    "| U-01 | nobody listens | holds, slow tier: [faults/x.slow](../tests/faults/x.slow.test.ts) |",
  );
  expect(page).toContain("| U-02 | silence | waits: fallbacks |");
  expect(page).toContain("| U-03 | no name | holds: [a](../tests/a.test.ts); not yet: IPv6 |");
});

test("a list with an odd id or field is refused", () => {
  expect(() => readCases("U-1x: a\n")).toThrow();
  expect(() => readCases("U-01: { case: a, why: b }\n")).toThrow();
});
