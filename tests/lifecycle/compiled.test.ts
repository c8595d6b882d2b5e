import { expect, test } from "bun:test";
import { appendFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { compiledFile, compiledFolder, compiledIn, type Made, madeFile, markOf } from "../../src/lifecycle/compiled.ts";
import { writeTree } from "../support/product-tree.ts";
import { scratchFolder } from "../support/scratch.ts";

/** A program of two files that has been compiled. */
const compiledTree = (made: Partial<Made> = {}): string => {
  const root = scratchFolder();
  writeTree(root, { "src/a.ts": "a", "src/b.ts": "b", [`${compiledFolder}/${compiledFile}`]: "compiled" });
  const files = { "src/a.ts": markOf(join(root, "src/a.ts")), "src/b.ts": markOf(join(root, "src/b.ts")) };
  writeTree(root, { [`${compiledFolder}/${madeFile}`]: JSON.stringify({ bun: Bun.version, root, files, ...made }) });
  return root;
};

test("what was compiled runs as long as it is what the source would be", () => {
  const root = compiledTree();

  expect(compiledIn(root)).toBe(join(root, compiledFolder, compiledFile));
});

test("the source runs where one of its files has changed, or is gone", () => {
  const [changed, gone] = [compiledTree(), compiledTree()];
  appendFileSync(join(changed, "src/b.ts"), "!");
  rmSync(join(gone, "src/a.ts"));

  expect([changed, gone].map(compiledIn)).toEqual([null, null]);
});

test("the source runs where nothing was compiled, or by another Bun, or in another place, or not to the end", () => {
  const none = scratchFolder();
  const half = compiledTree();
  rmSync(join(half, compiledFolder, compiledFile));

  const found = [none, compiledTree({ bun: "0.0.1" }), compiledTree({ root: "/elsewhere" }), half].map(compiledIn);

  expect(found).toEqual([null, null, null, null]);
});
