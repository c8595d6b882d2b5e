import { expect, test } from "bun:test";
import fc from "fast-check";
import { source } from "../../../src/memory/live/source.ts";
import { expectLinear, expectLineLaws, shrunk } from "../../support/shrunk.ts";

const body = (name: string): string[] =>
  Array.from(
    { length: 12 },
    (_, at) => `  ${name}Total += readCounter(${at}) * weightFor(${name}, ${at}); // a step of it`,
  );

const file = [
  'import { readCounter } from "./counter.ts";',
  ...["alpha", "beta", "gamma", "delta", "epsilon"].flatMap((name) => [
    "",
    `export const ${name} = (input: Input): Output => {`,
    ...body(name),
    "};",
  ]),
  "class Store {",
  "  async open(path: string): Promise<void> {",
  ...body("store"),
  "  }",
  "}",
].join("\n");

const call = { name: "Read", label: "src/a.ts", file: "src/a.ts", does: "read" } as const;

test("of a long file that was read its imports and all that it declares stay, with how it begins and ends", () => {
  const short = shrunk(source, file, { call }) ?? "";
  const lines = short.split("\n");
  for (const line of file.split("\n")) {
    if (/^(?:import|export|class)|async open/.test(line)) expect(lines).toContain(line);
  }
  expect(lines).toContain("… 19-32");
  expect(short.length).toBeLessThan(file.length * 0.6);
});

const headed = `#!/usr/bin/env bun\n// A file.\nimport { a } from "./a.ts";\nimport { b } from "./b.ts";\n${file}`;

test("the less careful way tells the first of what it declares, and nothing that it takes in", () => {
  const lines = (shrunk(source, headed, { call, mode: "aggressive" }) ?? "").split("\n");
  expect(lines.filter((line) => /^(?:export|class)/.test(line))).toHaveLength(5);
  expect(lines.filter((line) => line.startsWith("import"))).toEqual([]);
});

test("also where its lines are numbered", () => {
  const numbered = file.split("\n").map((line, at) => `${String(at + 1).padStart(6)}→${line}`);
  const lines = (shrunk(source, numbered.join("\n"), { call }) ?? "").split("\n");
  expect(lines).toContain("    18→export const beta = (input: Input): Output => {");
});

test("names of what is left out are listed: a later call may need them to the letter", () => {
  const short = shrunk(source, file, { call }) ?? "";
  for (const name of ["gammaTotal", "weightFor", "epsilonTotal"]) expect(short).toContain(name);
});

test("a file of a few hundred tokens stays as it is, and so does what no file is", () => {
  expect(shrunk(source, file.slice(0, 2000), { call })).toBeNull();
  expect(shrunk(source, file, { call: { label: "npm run build" } })).toBeNull();
});

test.each([
  ["python", ["def open_store(path):", "    def close(self):"]],
  ["go", ["func OpenStore(path string) (*Store, error) {", "type Store struct {"]],
  ["rust", ["pub(crate) async fn open(path: &Path) -> Result<Store> {", "impl Store {"]],
  ["java", ["public final class Store {", "    private static void close(int code) {"]],
  ["c", ["#include <stdio.h>", "struct store {"]],
  ["markdown", ["# The store", "### How it opens"]],
] as const)("%s: what is declared is known", (_language, declared) => {
  const filler = (at: number): string => `        some_value_${at} = other_value_${at} + 1 + third_value_${at};`;
  const text = declared.flatMap((line) => [...Array.from({ length: 50 }, (_, at) => filler(at)), line, line, line]);
  const lines = (shrunk(source, [...text, ...text].join("\n"), { call }) ?? "").split("\n");
  for (const line of declared) expect(lines).toContain(line);
});

test("the laws of what keeps lines hold", () => expectLineLaws(source, fc.constantFrom(...file.split("\n"))));
test("no text takes for ever", () => expectLinear(source));
