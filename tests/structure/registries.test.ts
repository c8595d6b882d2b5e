import { describe, expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { reasonProblems, registryProblems } from "../../scripts/structure.ts";

/** Folders in which a file does nothing until index.ts lists it. */
const registries = [
  "src/middleware",
  "src/providers",
  "src/dialects",
  "src/memory/live",
  "cli/commands",
  "cli/dashboard/screens",
  "cli/dashboard/dialogs",
];

describe("every file of a registry folder is in its index, once", () => {
  // A folder that is not there yet has nothing to forget.
  for (const folder of registries.filter((path) => existsSync(path))) {
    test(folder, () => {
      expect(registryProblems(".", folder)).toEqual([]);
    });
  }
});

test("each middleware says why it stands where it stands", () => {
  const path = "src/middleware/index.ts";

  expect(reasonProblems(path, readFileSync(path, "utf8"))).toEqual([]);
});
