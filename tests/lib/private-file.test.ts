import { expect, test } from "bun:test";
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { makePrivateFolder, wideMode, writePrivate } from "../../src/lib/private-file.ts";
import { scratchFolder } from "../support/scratch.ts";

const folder = scratchFolder();

test("a private file is whole and its owner's alone, and no draft stays behind", () => {
  const file = join(folder, "a");

  writePrivate(file, "first");
  writePrivate(file, "second");

  expect(readFileSync(file, "utf8")).toBe("second");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(["a"]);
});

test("a write that fails leaves the old file as it was", () => {
  const file = join(folder, "missing", "b");

  expect(() => writePrivate(file, "x")).toThrow();
});

test("D-02 a write that fails half way leaves the old file and no draft", () => {
  const here = join(folder, "half");
  mkdirSync(join(here, "c"), { recursive: true }); // a folder cannot be replaced by a file
  writeFileSync(join(here, "c", "old"), "old");

  expect(() => writePrivate(join(here, "c"), "new")).toThrow();
  expect(readdirSync(here)).toEqual(["c"]);
  expect(readFileSync(join(here, "c", "old"), "utf8")).toBe("old");
});

test("a symbolic link stays one, and the file behind it is written, also one that is not there yet", () => {
  const [there, link, chain] = [join(folder, "there"), join(folder, "link"), join(folder, "chain")];
  symlinkSync("there", link);
  symlinkSync(link, chain);

  writePrivate(chain, "first");
  writePrivate(link, "second");

  expect([lstatSync(link).isSymbolicLink(), lstatSync(chain).isSymbolicLink()]).toEqual([true, true]);
  expect(readFileSync(there, "utf8")).toBe("second");
  expect(statSync(there).mode & 0o777).toBe(0o600);
});

test("a circle of symbolic links is told", () => {
  symlinkSync("round-b", join(folder, "round-a"));
  symlinkSync("round-a", join(folder, "round-b"));

  expect(() => writePrivate(join(folder, "round-a"), "x")).toThrow("in a circle");
});

test("a folder that is there already keeps its mode", () => {
  const made = join(folder, "made");
  makePrivateFolder(made);
  expect(statSync(made).mode & 0o777).toBe(0o700);

  chmodSync(made, 0o755);
  makePrivateFolder(made);
  expect(wideMode(made)).toBe("0755");
});

test("a file that others can read is told by its mode", () => {
  const file = join(folder, "wide");
  writeFileSync(file, "");
  chmodSync(file, 0o640);

  expect(wideMode(file)).toBe("0640");
  chmodSync(file, 0o600);
  expect(wideMode(file)).toBeNull();
});
