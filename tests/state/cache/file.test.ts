import { expect, test } from "bun:test";
import { existsSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openAnswerFile, type Row } from "../../../src/state/cache/file.ts";
import { scratchFolder } from "../../support/scratch.ts";

const row = (key: string, more: Partial<Row> = {}): Row => ({
  ...{ key, storedAt: 0, endsAt: 1000, usedAt: 0, bytes: 10, isStream: false, model: "m" },
  value: new TextEncoder().encode(key),
  ...more,
});

const opened = (path: string | null = null) => {
  const aside: string[] = [];
  return {
    file: openAnswerFile(
      path,
      () => 7,
      (to) => void aside.push(to),
    ),
    aside,
  };
};

const keysOf = (file: ReturnType<typeof opened>["file"], now = 0): readonly string[] =>
  file.list("", 100, now).map(({ key }) => key);

test("what is kept is there until its time is over", () => {
  const { file } = opened();
  file.put([row("a", { endsAt: 500 }), row("b")]);

  expect(new TextDecoder().decode(file.get("a", 499) ?? undefined)).toBe("a");
  expect(file.get("a", 500)).toBeNull();
  expect(file.get("nobody", 0)).toBeNull();
  expect(file.sums(0)).toEqual({ entries: 2, bytes: 20 });
  expect(file.sums(600)).toEqual({ entries: 1, bytes: 10 });
  file.close();
});

test("where there is no room what was not asked for the longest goes, after what is over", () => {
  const { file } = opened();
  file.put([row("old", { endsAt: 5 }), row("a", { usedAt: 1 }), row("b", { usedAt: 2 }), row("c", { usedAt: 3 })]);
  file.use(new Map([["a", { hits: 2, usedAt: 9 }]]));

  expect(file.trim(10, 25)).toBe(2);

  expect(keysOf(file)).toEqual(["a", "c"]);
  expect(file.list("a", 1, 0)[0]).toMatchObject({ hits: 2, usedAt: 9 });
  expect(file.trim(10, 25)).toBe(0);
  expect(file.trim(10, 0)).toBe(2);
  file.close();
});

test("many more than fit go in one go", () => {
  const { file } = opened();
  file.put(Array.from({ length: 500 }, (_, at) => row(`k${at}`, { usedAt: at })));

  expect(file.trim(0, 30)).toBe(497);
  expect(keysOf(file)).toEqual(["k499", "k498", "k497"]);
  file.close();
});

test("one goes, and all go", () => {
  const { file } = opened();
  file.put([row("a"), row("b"), row("c")]);
  file.remove("b");

  expect(keysOf(file)).toEqual(["a", "c"]);
  expect(file.clear()).toBe(2);
  expect(keysOf(file)).toEqual([]);
  file.close();
});

test("a beginning of a key finds all that begin so", () => {
  const { file } = opened();
  file.put([row("aa1"), row("aa2"), row("ab")]);

  expect(file.list("aa", 10, 0).map(({ key }) => key)).toEqual(["aa1", "aa2"]);
  expect(file.list("%", 10, 0)).toEqual([]);
  file.close();
});

test("looking makes no file, and one that is made is the user's alone", () => {
  const path = join(scratchFolder(), "cache.db");
  const { file } = opened(path);

  expect([file.get("a", 0), file.sums(0).entries, file.list("", 1, 0), file.clear(), file.trim(0, 0)]).toEqual([
    null,
    0,
    [],
    0,
    0,
  ]);
  file.use(new Map([["a", { hits: 1, usedAt: 1 }]]));
  expect(existsSync(path)).toBe(false);

  file.put([row("a")]);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  file.close();
  expect(opened(path).file.get("a", 0)).not.toBeNull();
});

test("a damaged file is moved aside, and a new one is begun", () => {
  const path = join(scratchFolder(), "cache.db");
  writeFileSync(path, "this is no database, it is a poem of some length ".repeat(100));
  const { file, aside } = opened(path);

  file.put([row("a")]);

  expect(file.get("a", 0)).not.toBeNull();
  expect(aside.length).toBe(1);
  file.close();
});
