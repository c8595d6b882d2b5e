import { expect, test } from "bun:test";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { versionOf } from "../../src/own-middleware/source.ts";
import { scratchFolder } from "../support/scratch.ts";

const fileWith = (mode: number, folder = scratchFolder()): string => {
  const path = join(folder, "mine.ts");
  writeFileSync(path, "export default () => null;\n");
  chmodSync(path, mode);
  return path;
};

test("a file has another version when it has changed", () => {
  const path = fileWith(0o600);
  const before = versionOf(path);
  expect(versionOf(path)).toBe(before);

  writeFileSync(path, "export default () => ({ note: 'longer' });\n");

  expect(versionOf(path)).not.toBe(before);
});

test("C3: what others could have written is not run: a file, its folder, a link, nothing at all", () => {
  const open = scratchFolder();
  const inOpen = fileWith(0o600, open);
  chmodSync(open, 0o777);
  const link = join(scratchFolder(), "link.ts");
  symlinkSync(fileWith(0o600), link);
  const folder = join(scratchFolder(), "folder");
  mkdirSync(folder);

  expect(() => versionOf(fileWith(0o620))).toThrow("can be changed by other users");
  expect(() => versionOf(inOpen)).toThrow("in a folder that can be changed by other users");
  expect(() => versionOf(link)).toThrow("is a link");
  expect(() => versionOf(folder)).toThrow("is no file");
  expect(() => versionOf("/nowhere/mine.ts")).toThrow("cannot be found");
});

test("S-23: who could put another folder in the place of one on the way could put another file there: refused", () => {
  const above = scratchFolder();
  const folder = join(above, "mine");
  mkdirSync(folder, { mode: 0o700 });
  const path = fileWith(0o600, folder);
  const link = join(scratchFolder(), "link");
  symlinkSync(above, link);
  expect(versionOf(path)).toBeString();

  expect(() => versionOf(join(link, "mine", "mine.ts"))).toThrow(`lies behind a link (${link})`);
  chmodSync(above, 0o777);
  expect(() => versionOf(path)).toThrow(`is in a folder that can be changed by other users (mode 0777): ${above}`);
  chmodSync(above, 0o1777);
  expect(versionOf(path)).toBeString();
});
