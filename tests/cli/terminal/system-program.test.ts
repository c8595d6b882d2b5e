import { expect, test } from "bun:test";
import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { systemProgram } from "../../../cli/terminal/system-program.ts";
import { writeTree } from "../../support/product-tree.ts";
import { scratchFolder } from "../../support/scratch.ts";

const top = scratchFolder();
writeTree(top, { "a/tool": "#!/bin/sh\n", "b/tool": "#!/bin/sh\n", "c/tool": "no program" });
mkdirSync(join(top, "d/tool"), { recursive: true });
for (const path of ["a/tool", "b/tool"]) chmodSync(join(top, path), 0o755);
const path = (...folders: string[]): string =>
  folders.map((one) => (one.startsWith(".") ? one : join(top, one))).join(":");

test("the first folder that has the program counts; a file that may not be run and a folder are none", () => {
  expect(systemProgram("tool", path("d", "c", "b", "a"))).toBe(join(top, "b/tool"));
  expect(systemProgram("tool", path("c", "d"))).toBeNull();
  expect(systemProgram("tool", undefined)).toBeNull();
});

test("S-04 what PATH calls 'here' is not looked at", () => {
  const cwd = process.cwd();
  process.chdir(join(top, "a"));
  const found = [".", "", "./", "../a", "../b"].map((here) => systemProgram("tool", here));
  const after = systemProgram("tool", `.:${path("b")}:`);
  process.chdir(cwd);

  expect(found).toEqual([null, null, null, null, null]);
  expect(after).toBe(join(top, "b/tool"));
});
