import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { foldersOf, treeProblems } from "../../scripts/structure.ts";

test("the tree in README is the one on the disk", () => {
  expect(treeProblems("README.md", readFileSync("README.md", "utf8"), foldersOf("."))).toEqual([]);
});

test("the tree in CONTRIBUTING is the one on the disk", () => {
  expect(treeProblems("CONTRIBUTING.md", readFileSync("CONTRIBUTING.md", "utf8"), foldersOf("."))).toEqual([]);
});

test("README names the two commands that start everything", () => {
  const readme = readFileSync("README.md", "utf8");

  expect(readme).toContain("npm install && npx proxy-cli demo");
  expect(readme).toContain("npm install && npm test");
});
