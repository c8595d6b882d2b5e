import { expect, test } from "bun:test";
import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openSmallDatabase } from "../../src/state/small-database.ts";
import { scratchFolder } from "../support/scratch.ts";

const migrations = ["CREATE TABLE words (word TEXT)"];
const words = (file: string | null, moved: string[] = [], schema = migrations) =>
  openSmallDatabase({ file, migrations: schema, now: () => 7, movedAside: (to) => moved.push(to) });

test("what was written is there when it is opened again, for its owner alone", () => {
  const file = join(scratchFolder(), "words.db");
  const first = words(file);
  first.use((database) => database.run("INSERT INTO words VALUES ('one')"));
  first.close();
  const second = words(file);
  expect(second.use((database) => database.query("SELECT word FROM words").all())).toEqual([{ word: "one" }]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  second.close();
});

test("a file that is no database is moved aside, and a new one is begun", () => {
  const folder = scratchFolder();
  writeFileSync(join(folder, "words.db"), "no database at all, but long enough to be looked at as one".repeat(40));
  const moved: string[] = [];
  const database = words(join(folder, "words.db"), moved);
  expect(database.use((open) => open.query("SELECT count(*) AS n FROM words").get())).toEqual({ n: 0 });
  expect(moved).toEqual([join(folder, "words.db.corrupt-7")]);
  expect(readdirSync(folder)).toContain("words.db.corrupt-7");
  database.close();
});

test("an older file comes up to date, a newer one is refused and left alone", () => {
  const file = join(scratchFolder(), "words.db");
  words(file).close();
  words(file, [], [...migrations, "ALTER TABLE words ADD COLUMN n INTEGER"]).close();
  expect(() => words(file)).toThrow("newer version");
});

test("without a file it lasts as long as the process", () => {
  const database = words(null);
  expect(database.use((open) => open.query("SELECT count(*) AS n FROM words").get())).toEqual({ n: 0 });
  database.close();
});
