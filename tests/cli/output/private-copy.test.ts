import { expect, test } from "bun:test";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { writeCopy } from "../../../cli/output/private-copy.ts";
import { scratchFolder } from "../../support/scratch.ts";

test("a copy is for its owner alone, and where it cannot be written another place is asked for", () => {
  const folder = scratchFolder();

  const path = writeCopy(folder, "a.json", "{}\n");

  expect([path, readFileSync(path, "utf8"), statSync(path).mode & 0o777]).toEqual([
    join(folder, "a.json"),
    "{}\n",
    0o600,
  ]);
  expect(() => writeCopy(folder, "none/b.json", "{}\n")).toThrow(/cannot be written/);
});
