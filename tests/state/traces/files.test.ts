import { expect, test } from "bun:test";
import {
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import {
  clearTraces,
  prepareFolder,
  readTrace,
  tidyTraces,
  traceFile,
  traceFiles,
  traceFolder,
  writeTrace,
} from "../../../src/state/traces/files.ts";
import { scratchFolder } from "../../support/scratch.ts";

const now = 1_800_000_000_000;
const dayMs = 86_400_000;

/** A folder with traces so many days old, each of 100 bytes. */
const tracesOf = (...daysAgo: readonly number[]): string => {
  const folder = scratchFolder();
  for (const [index, days] of daysAgo.entries()) {
    const path = join(folder, `r_aaaaaa${index}.json`);
    writeFileSync(path, "x".repeat(100));
    utimesSync(path, (now - days * dayMs) / 1000, (now - days * dayMs) / 1000);
  }
  return folder;
};

test("S-51: an id with a path in it is none, whatever is asked", async () => {
  const ids = [
    "../../etc/passwd",
    "r_../../x",
    "r_a/b",
    "r_AAAAAAAA",
    "",
    "r_",
    ".",
    "r_aaaaaaaa.json",
    "r_aaaaaaa\0",
    "r_aaaaaaaa\n",
  ];

  for (const id of ids) {
    expect(() => traceFile("/home/traces", id)).toThrow("no id");
    expect(readTrace("/home/traces", id)).rejects.toThrow("no id");
  }
  expect(traceFile("/home/traces", "r_0mi8w4z1a2b3c")).toBe("/home/traces/r_0mi8w4z1a2b3c.json");
});

test("where they are: by default in the home, never in the working directory", () => {
  const home = { home: "/home", traces: "/home/traces" };

  expect(traceFolder("", home)).toBe("/home/traces");
  expect(traceFolder("./traces", home)).toBe("/home/traces");
  expect(traceFolder("/var/mine", home)).toBe("/var/mine");
});

test("S-22: a trace is its owner's alone, whole or not there, and never written over another", async () => {
  const folder = join(scratchFolder(), "traces");
  await prepareFolder(folder);

  await writeTrace(folder, "r_aaaaaaaa", "one");

  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(join(folder, "r_aaaaaaaa.json")).mode & 0o777).toBe(0o600);
  expect(await readTrace(folder, "r_aaaaaaaa")).toBe("one");
  expect(readdirSync(folder)).toEqual(["r_aaaaaaaa.json"]);
});

test("S-23: nothing is written or read through a link, and a folder that others can look into is refused", async () => {
  const folder = scratchFolder();
  const target = join(scratchFolder(), "authorized_keys");
  writeFileSync(target, "mine\n");
  symlinkSync(target, join(folder, "r_aaaaaaaa.json.tmp"));
  symlinkSync(target, join(folder, "r_bbbbbbbb.json"));

  expect(writeTrace(folder, "r_aaaaaaaa", "x")).rejects.toThrow();
  expect(readTrace(folder, "r_bbbbbbbb")).rejects.toThrow("no trace");
  expect(await traceFiles(folder)).toEqual([]);
  expect(readFileSync(target, "utf8")).toBe("mine\n");
  const open = join(scratchFolder(), "open");
  mkdirSync(open, { mode: 0o755 });
  const linked = join(scratchFolder(), "linked");
  symlinkSync(folder, linked);
  expect(prepareFolder(open)).rejects.toThrow("other users");
  expect(prepareFolder(linked)).rejects.toThrow("no folder of its own");
});

test("S-58: what is older than its days goes, and the oldest of what is too much", async () => {
  const byAge = tracesOf(8, 6, 1);
  const bySize = tracesOf(3, 2, 1);

  expect(await tidyTraces(byAge, { days: 7, bytes: 1000 }, now)).toBe(200);
  expect(await tidyTraces(bySize, { days: 7, bytes: 250 }, now)).toBe(200);

  expect(readdirSync(byAge).toSorted()).toEqual(["r_aaaaaa1.json", "r_aaaaaa2.json"]);
  expect(readdirSync(bySize).toSorted()).toEqual(["r_aaaaaa1.json", "r_aaaaaa2.json"]);
});

test("what a kill left half written goes too, and files of other people stay", async () => {
  const folder = tracesOf(1);
  writeFileSync(join(folder, "r_bbbbbbbb.json.tmp"), "half");
  writeFileSync(join(folder, "r_cccccccc.json.tmp"), "another daemon's");
  utimesSync(join(folder, "r_bbbbbbbb.json.tmp"), now / 1000 - 61, now / 1000 - 61);
  utimesSync(join(folder, "r_cccccccc.json.tmp"), now / 1000, now / 1000);
  writeFileSync(join(folder, "notes.txt"), "mine");

  await tidyTraces(folder, { days: 7, bytes: 1000 }, now);

  expect(readdirSync(folder).toSorted()).toEqual(["notes.txt", "r_aaaaaa0.json", "r_cccccccc.json.tmp"]);
});

test("S-58: clear overwrites what it removes", async () => {
  const folder = tracesOf(2, 1);
  const witness = join(scratchFolder(), "same-bytes");
  linkSync(join(folder, "r_aaaaaa0.json"), witness);
  writeFileSync(join(folder, "notes.txt"), "mine");

  expect(await clearTraces(folder)).toBe(2);

  expect(readdirSync(folder)).toEqual(["notes.txt"]);
  expect(readFileSync(witness)).toEqual(Buffer.alloc(100));
  expect(await clearTraces(join(folder, "none"))).toBe(0);
});
