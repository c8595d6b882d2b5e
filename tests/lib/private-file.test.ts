import { afterAll, expect, test } from "bun:test";
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makePrivateFolder, wideMode, writePrivate } from "../../src/lib/private-file.ts";

const folder = mkdtempSync(join(tmpdir(), "pxy-private-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

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
