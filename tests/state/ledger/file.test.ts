import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { foldIn, isCorrupt, moveAside, openOrReplace, refuseNewerLedger } from "../../../src/state/ledger/file.ts";
import { migrations } from "../../../src/state/ledger/schema.ts";
import { scratchFolder } from "../../support/scratch.ts";

const opened = () => {
  const file = join(scratchFolder(), "ledger.db");
  return {
    file,
    database: openOrReplace(
      file,
      () => 42,
      () => undefined,
      migrations,
    ),
  };
};

test("a new ledger is its user's alone, and can give back what it does not need any more", () => {
  const { file, database } = opened();

  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(database.query("PRAGMA auto_vacuum").values()).toEqual([[2]]);
  expect(database.query("PRAGMA journal_mode").values()).toEqual([["wal"]]);
});

test("what lies beside the file is brought into it", () => {
  const { file, database } = opened();
  database.run("INSERT INTO unfinished VALUES ('r_1')");

  expect(foldIn(database)).toBe(true);

  expect(statSync(`${file}-wal`).size).toBe(0);
});

test("D-05: a damaged ledger is kept under another name with all that belongs to it", () => {
  const file = join(scratchFolder(), "ledger.db");
  for (const suffix of ["", "-wal", "-shm"]) writeFileSync(file + suffix, "?");

  expect(moveAside(file, 7)).toBe(`${file}.corrupt-7`);

  expect(readdirSync(dirname(file)).toSorted()).toEqual(["", "-shm", "-wal"].map((end) => `ledger.db.corrupt-7${end}`));
});

test("D-05: a ledger of this version is let be; damage is told from other trouble", () => {
  const { file } = opened();

  expect(() => refuseNewerLedger(file)).not.toThrow();
  expect(isCorrupt(new Error("disk full"))).toBe(false);
  writeFileSync(file, "no database".repeat(1000));
  const damaged = new Database(file);
  expect(() => damaged.run("SELECT * FROM requests")).toThrow();
});
