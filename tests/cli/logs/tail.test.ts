import { afterEach, expect, test } from "bun:test";
import { appendFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createTail } from "../../../cli/logs/tail.ts";
import { scratchFolder } from "../../support/scratch.ts";

const folder = scratchFolder();
const file = join(folder, "proxy.log");
afterEach(() => rmSync(file, { force: true }));

test("what is added since the last look comes behind what was there, a line that is not whole yet later", async () => {
  writeFileSync(file, "one\ntwo\nthr");
  const look = createTail(file, 10);

  expect(await look()).toEqual({ first: 0, lines: ["one", "two"] });
  appendFileSync(file, "ee\nfour\n");
  expect(await look()).toEqual({ first: 0, lines: ["one", "two", "three", "four"] });
});

test("no more lines are kept than were asked for, and each keeps its number", async () => {
  writeFileSync(file, "1\n2\n3\n");
  const look = createTail(file, 3);
  await look();

  appendFileSync(file, "4\n5\n");

  expect(await look()).toEqual({ first: 2, lines: ["3", "4", "5"] });
});

test("where nothing came the answer is the very same; a file that is not there has no lines", async () => {
  const look = createTail(file, 3);

  expect((await look()).lines).toEqual([]);
  writeFileSync(file, "1\n");
  const seen = await look();
  expect(seen.lines).toEqual(["1"]);
  expect(await look()).toBe(seen);
});

test("after the file was moved aside the new one is read, and no number comes twice", async () => {
  writeFileSync(file, "1\n2\n");
  const look = createTail(file, 3);
  const before = await look();

  renameSync(file, join(folder, "elsewhere"));
  writeFileSync(file, "3\n");

  const after = await look();
  expect(after.lines.at(-1)).toBe("3");
  expect(after.first).toBe(before.first + before.lines.length);
});
