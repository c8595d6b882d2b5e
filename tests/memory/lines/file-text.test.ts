import { expect, test } from "bun:test";
import { isFileText } from "../../../src/memory/lines/file-text.ts";
import { aboutOf } from "../../support/about.ts";

test.each([
  [{ name: "Read", does: "read" }, true],
  [{ label: "cat src/a.ts" }, true],
  [{ label: "cd web && sed -n 1,80p src/a.ts" }, true],
  [{ label: "npm test" }, false],
  [{ label: "catch-all --json" }, false],
  [null, false],
] as const)("%j gives the text of a file: %p", (call, is) => {
  expect(isFileText(aboutOf(call))).toBe(is);
});
