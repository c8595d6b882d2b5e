import { afterEach, beforeEach, expect, test } from "bun:test";
import {
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { type ConfigWatch, createConfigWatch } from "../../src/config/watch.ts";
import { scratchFolder } from "../support/scratch.ts";
import { until } from "../support/wait.ts";

let folder: string;
let file: string;
let other: string;
let changes: number;
let watch: ConfigWatch;

const paces = { quietMs: 40, atMostMs: 400, settleMs: 5, pollMs: 60_000 };

const watching = async (more: Partial<typeof paces> = {}, files = [file, other]): Promise<void> => {
  watch = createConfigWatch({
    files,
    onChange: () => changes++,
    onTrouble: () => undefined,
    paces: { ...paces, ...more },
  });
  watch.note();
  watch.taken();
  await watch.start();
};

const seen = (count: number): Promise<unknown> => until(`${count} changes`, () => changes >= count, 10_000);

/** A change that is certainly noticed; when it has been, so has everything before it. */
const settled = async (): Promise<void> => {
  const before = changes;
  writeFileSync(other, `${Math.random()}`);
  await seen(before + 1);
};

beforeEach(() => {
  folder = scratchFolder();
  file = join(folder, "config.yaml");
  other = join(folder, "servers.yaml");
  changes = 0;
  writeFileSync(file, "a: 1\n");
});

afterEach(async () => {
  await watch.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a file that is written, replaced, made or comes back is a change each time", async () => {
  await watching();

  writeFileSync(file, "a: 2\n");
  await seen(1);
  writeFileSync(join(folder, "draft"), "a: 3\n");
  renameSync(join(folder, "draft"), file);
  await seen(2);
  writeFileSync(other, "cn: {}\n");
  await seen(3);
  unlinkSync(file);
  await seen(4);
  expect(watch.gone()).toEqual([file]);
  writeFileSync(file, "a: 4\n");
  await seen(5);
  expect(watch.gone()).toEqual([]);
});

test("a file that never could be used may go again", async () => {
  unlinkSync(file);
  await watching();
  writeFileSync(file, "wrong: 1\n");
  watch.note();
  unlinkSync(file);

  expect(watch.gone()).toEqual([]);
});

test("a touch, the same text again and what is beside the files are none", async () => {
  await watching();

  utimesSync(file, new Date(), new Date());
  writeFileSync(file, "a: 1\n");
  writeFileSync(join(folder, "ledger.db"), "x");
  await settled();

  expect(changes).toBe(1); // the one of `settled`
});

test("D-16 a storm of saves is a few changes, and the last one counts", async () => {
  await watching();
  const contents: number[] = [];

  for (let save = 1; save <= 100; save++) {
    writeFileSync(file, `a: ${save + 1}\n`);
    if (save % 10 === 0) await Bun.sleep(1); // lets the system tell of it; nothing is waited for
    contents.push(save);
  }
  await seen(1);
  await settled();

  expect(changes).toBeLessThan(20);
});

test("changes without an end are seen all the same", async () => {
  await watching({ quietMs: 5000, atMostMs: 50 });
  let save = 0;

  await until("a change in the midst of others", () => {
    writeFileSync(file, `a: ${save++}\n`.slice(0, save % 40 === 0 ? undefined : 3));
    return changes > 0;
  });
});

test("what is known already is not told again", async () => {
  await watching();

  writeFileSync(file, "a: 2\n");
  watch.note(); // somebody reads it of his own accord
  await settled();

  expect(changes).toBe(1); // the one of `settled`
});

test("what changed between being read and being watched is seen", async () => {
  watch = createConfigWatch({ files: [file], onChange: () => changes++, onTrouble: () => undefined, paces });
  watch.note();
  writeFileSync(file, "a: 2\n");

  await watch.start();

  await seen(1);
});

test("a link that leads elsewhere, and the file that it leads to", async () => {
  const there = join(folder, "there");
  mkdirSync(there);
  for (const name of ["one", "two"]) writeFileSync(join(there, name), `a: ${name}\n`);
  rmSync(file);
  symlinkSync(join(there, "one"), file);
  await watching();

  writeFileSync(join(there, "one"), "a: 3\n");
  await seen(1);
  symlinkSync(join(there, "two"), join(folder, "draft"));
  renameSync(join(folder, "draft"), file);
  await seen(2);
});

test("what the system does not tell of is found by looking", async () => {
  const [first, second] = [join(folder, "..1"), join(folder, "..2")];
  for (const [at, text] of [
    [first, "a: 1\n"],
    [second, "a: 2\n"],
  ] as const) {
    mkdirSync(at);
    writeFileSync(join(at, "config.yaml"), text);
  }
  rmSync(file);
  symlinkSync("..1", join(folder, "..data"));
  symlinkSync(join("..data", "config.yaml"), file);
  await watching({ pollMs: 20 });

  symlinkSync("..2", join(folder, "..next"));
  renameSync(join(folder, "..next"), join(folder, "..data")); // as Kubernetes does

  await seen(1);
});

test("a file that cannot be read any more is a change", async () => {
  await watching();

  rmSync(file);
  mkdirSync(file);

  await seen(1);
});

test("a closed watch says nothing and keeps nothing open", async () => {
  const before = readdirSync("/proc/self/fd").length;
  await watching({ pollMs: 5 });
  await watch.close();

  writeFileSync(file, "a: 2\n");
  const beside = changes;
  watch = createConfigWatch({ files: [other], onChange: () => changes++, onTrouble: () => undefined, paces });
  watch.note();
  await watch.start();
  await settled();

  expect(changes).toBe(beside + 1);
  await watch.close();
  await until("its files are closed", () => readdirSync("/proc/self/fd").length <= before + 1);
});
