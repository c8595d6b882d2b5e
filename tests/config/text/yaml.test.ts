import { describe, expect, test } from "bun:test";
import { plain, readYaml } from "../../../src/config/text/yaml.ts";
import { complaintsOf } from "../../support/problems.ts";

const read = (text: string): [unknown, readonly string[]] => {
  const [node, complaints] = complaintsOf((complain) => readYaml(text, "a.yaml", complain));
  return [node === null ? null : plain(node), complaints];
};
const complaints = (text: string): readonly string[] => read(text)[1];

test("a file becomes plain values, with the file's own references in their places", () => {
  expect(read("a: &one {b: 1}\nc: *one\nd: [true, *one, x]\n8080: y\n")).toEqual([
    { a: { b: 1 }, c: { b: 1 }, d: [true, { b: 1 }, "x"], "8080": "y" },
    [],
  ]);
  expect(read("# nothing\n")).toEqual([null, []]);
});

test("a name that every object has is a key like any other", () => {
  const [value] = read("constructor: 1\n__proto__: 2\n");

  expect(Object.entries(value as object)).toEqual([
    ["constructor", 1],
    ["__proto__", 2],
  ]);
});

describe("D-06: what is no YAML is told once, with its line", () => {
  test("a tab instead of blanks", () => {
    expect(complaints("a:\n\tb: 1\n")).toEqual([
      "x a.yaml:2:1  yaml  Tabs are not allowed as indentation   in: \\tb: 1",
    ]);
  });

  test("a bracket that is not closed", () => {
    expect(complaints("a: [1\nb: 2\nc: [\n")).toHaveLength(1);
  });

  test("the same key twice, each time", () => {
    expect(complaints("a: 1\nb: {c: 1, c: 2}\na: 2\n")).toEqual([
      "x a.yaml:2:11  c  stands here twice, first in line 2",
      "x a.yaml:3:1  a  stands here twice, first in line 1",
    ]);
  });

  test("a key that is no word", () => {
    expect(complaints("? [a]\n: 1\n")).toEqual(["x a.yaml:1:3  yaml  a key must be a word"]);
    expect(complaints(": 1\n")[0]).toContain("a key must be a word");
  });

  test("a reference to nothing, a tag, a second document, an empty file", () => {
    expect(complaints("a: *b\n")).toEqual(["x a.yaml:1:4  yaml  refers to a name that nothing above has"]);
    expect(complaints("a: !env B\n")[0]).toContain("a.yaml:1:4");
    expect(complaints("a: 1\n---\nb: 2\n")[0]).toContain("more than one document");
    expect(complaints("")).toEqual(["! a.yaml  the file is empty, so nothing in it counts"]);
  });

  test("a line with a key in it is shown without the key", () => {
    expect(complaints("\tapi_key: secret-of-mine\n")[0]).toEndWith("in: \\tapi_key: ...");
  });
});

describe("D-06: what grows or nests without limit is refused", () => {
  const bomb = ["a0: &a0 [x]"];
  for (let level = 1; level < 30; level++) bomb.push(`a${level}: &a${level} [${`*a${level - 1},`.repeat(10)}]`);

  test("aliases of aliases", () => {
    expect(complaints(bomb.join("\n"))).toContainEqual(expect.stringContaining("aliases repeat too much"));
  });

  test("an alias inside what it stands for", () => {
    expect(complaints("a: &a [*a]\n")).toEqual([expect.stringContaining("nested too deeply")]);
  });

  test("brackets in brackets", () => {
    expect(complaints("[".repeat(100_000))).toHaveLength(1);
    expect(complaints("[".repeat(500) + "]".repeat(500))).toEqual([expect.stringContaining("nested too deeply")]);
  });
});
