import { expect, test } from "bun:test";
import { beginning } from "../../../../cli/demo/programs/words.ts";

test("a long text on many lines is its beginning on one", () => {
  expect(beginning(" a\n b\t c ")).toBe("a b c");
  expect(beginning("x".repeat(60))).toBe(`${"x".repeat(47)}…`);
  expect(beginning(`${"x".repeat(46)}🚀🚀🚀`).isWellFormed()).toBe(true);
});
