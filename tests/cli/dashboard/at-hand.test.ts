import { expect, test } from "bun:test";
import { appendFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { commands } from "../../../cli/commands/index.ts";
import { answersAtHand } from "../../../cli/dashboard/at-hand.ts";
import { settingNames } from "../../../src/config/schema.ts";
import { scratchFolder } from "../../support/scratch.ts";

const folder = scratchFolder();
const paths = { log: join(folder, "daemon.log"), audit: join(folder, "audit.log") };

test("each file is read for itself, and again when something has come", async () => {
  const { tail } = answersAtHand(paths, commands);
  expect((await tail({ file: "log" })).lines).toEqual([]);

  writeFileSync(paths.log, "one\n");
  writeFileSync(paths.audit, "changed\n");
  expect((await tail({ file: "log" })).lines).toEqual(["one"]);
  appendFileSync(paths.log, "two\n");

  expect((await tail({ file: "log" })).lines).toEqual(["one", "two"]);
  expect((await tail({ file: "audit" })).lines).toEqual(["changed"]);
});

test("without a daemon it knows every command and every setting", async () => {
  const { words, settings } = answersAtHand(paths, commands);

  const known = [...commands.map(({ name }) => name), "help"];
  expect((await words({})).commands.map(({ name }) => name)).toEqual(known);
  expect((await settings({})).map(({ name }) => name)).toEqual([...settingNames]);
});
