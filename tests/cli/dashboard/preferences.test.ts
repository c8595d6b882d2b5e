import { expect, test } from "bun:test";
import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { preferenceStore } from "../../../cli/dashboard/preferences.ts";
import { stateOf } from "../../support/dashboard.ts";
import { scratchFolder } from "../../support/scratch.ts";

const fileIn = () => join(scratchFolder(), "dashboard.json");

test("who comes back finds the view as it was left; the file is its owner's alone", async () => {
  const file = fileIn();
  await preferenceStore(file).write({ ...stateOf({ columns: 80, rows: 24 }), view: "stats", windowMinutes: 60 });

  expect(preferenceStore(file).read()).toMatchObject({ view: "stats", windowMinutes: 60 });
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test.each(["", "{", "[]", '{"view":"nope"}', '{"windowMinutes":7}'])("a file that says %j is no preference", (text) => {
  const file = fileIn();
  writeFileSync(file, text);

  expect(preferenceStore(file).read()).toEqual({});
});

test("without a file there is none", () => {
  expect(preferenceStore(fileIn()).read()).toEqual({});
});
