import { expect, test } from "bun:test";
import { sizeProblems } from "../../scripts/sizes.ts";
import { parse } from "../../scripts/source.ts";

const problems = (path: string, text: string): string[] =>
  sizeProblems([parse(path, text)]).map(({ message }) => message);
const lines = (count: number): string => "a();\n".repeat(count);
const long = (count: number): string => `const go = () => {\n${"  a();\n".repeat(count - 2)}};\n`;

test("a file of 300 lines is fine, one of 301 is not", () => {
  expect(problems("src/lib/a.ts", lines(300))).toEqual([]);
  expect(problems("src/lib/a.ts", lines(301))).toEqual([expect.stringContaining("301 lines")]);
  expect(problems("tests/lib/a.test.ts", lines(301))).toHaveLength(1);
});

test("a function of 50 lines is fine, one of 51 is not", () => {
  expect(problems("src/lib/a.ts", long(50))).toEqual([]);
  expect(problems("src/lib/a.ts", `\n${long(51)}`)).toEqual([expect.stringContaining("51 lines")]);
  expect(
    problems("src/lib/a.ts", `class A {\n  ${long(51).replace("const go = () =>", "go()").replace(/;\n$/, "")}\n}`),
  ).toHaveLength(1);
});

test.each(["src/utils.ts", "src/helpers/a.ts", "src/core/types.ts", "cli/string-utils.ts", "tests/common/a.ts"])(
  "%s is a drawer",
  (path) => {
    expect(problems(path, "")).toEqual([expect.stringContaining("drawer")]);
  },
);

test.each(["src/core/content-types.ts", "src/lib/common-prefix.ts"])("%s has a name of its own", (path) => {
  expect(problems(path, "")).toEqual([]);
});
