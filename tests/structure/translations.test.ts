import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { table } from "../../src/translation/table/index.ts";

const testsUnder = (folder: string): string =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".test.ts"))
    .map((path) => readFileSync(`${folder}/${path}`, "utf8"))
    .join("\n");

test("no two rows of the table of translations have one name", () => {
  expect(new Set(table.map(({ rule }) => rule)).size).toBe(table.length);
});

test("every row that says that something is lost is seen to happen in a test that names it", () => {
  const tests = testsUnder("tests/translation") + testsUnder("tests/contract");
  const unseen = table.filter(({ rule, does }) => does !== "carried" && !tests.includes(rule)).map(({ rule }) => rule);

  expect(unseen).toEqual([]);
});
