import { expect, test } from "bun:test";
import { mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { createLog } from "../../../src/state/logs/log.ts";
import { usualRotation } from "../../../src/state/logs/rotation.ts";
import { canaries, leaksIn } from "../../support/canary.ts";
import { scratchFolder } from "../../support/scratch.ts";

const logIn = (file = join(scratchFolder(), "daemon.log")) => ({
  file,
  log: createLog({ file, level: "info", now: () => 1000, rotation: usualRotation }),
});
const linesOf = (file: string) =>
  readFileSync(file, "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));

test("lines are JSON, in order, in a file that is its owner's alone", async () => {
  const { file, log } = logIn();

  log.write("info", "first", { id: "r_1" });
  log.write("error", "second");
  await log.flush();

  expect(linesOf(file)).toEqual([
    { at: "1970-01-01T00:00:01.000Z", level: "info", message: "first", id: "r_1" },
    { at: "1970-01-01T00:00:01.000Z", level: "error", message: "second" },
  ]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("S-34: whatever a text holds, it stays one line", async () => {
  const { file, log } = logIn();

  log.write("info", 'a\n{"level":"error"}\r\u001b[31m', { model: '"}\n{' });
  await log.flush();

  expect(linesOf(file).length).toBe(1);
});

test("what matters less than the level is not kept, and the level can change", async () => {
  const { file, log } = logIn();

  log.write("debug", "no");
  log.setLevel("debug");
  log.write("debug", "yes");
  await log.flush();

  expect(linesOf(file).map(({ message }) => message)).toEqual(["yes"]);
  expect(log.keeps("debug")).toBe(true);
});

test("I-01: a key that gets this far is taken out and counted", async () => {
  const { file, log } = logIn();

  log.write("info", "oops", { why: `key ${canaries.anthropic} and ${canaries.zai}` });
  await log.flush();

  expect(leaksIn({ log: readFileSync(file, "utf8") })).toEqual([]);
  expect(log.redactions()).toBeGreaterThan(0);
});

test("a disk that fails loses lines, counts them, and stops nobody", async () => {
  const folder = scratchFolder();
  const file = join(folder, "daemon.log");
  mkdirSync(file); // a folder cannot be written to
  const { log } = logIn(file);

  log.write("info", "lost");
  log.write("info", "lost too");
  await log.flush();

  expect(log.dropped()).toBe(2);
});

test("S-33: what turns a text round or speaks to a terminal is written as what it is", async () => {
  const { file, log } = logIn();

  log.write("info", "a\u202eb\u009b31m\u200b");
  await log.flush();

  expect(readFileSync(file, "latin1")).toContain("a\\u202eb\\u009b31m\\u200b");
  expect(linesOf(file)[0]?.message).toBe("a\u202eb\u009b31m\u200b");
});
