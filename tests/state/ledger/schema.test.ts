import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { firstIdAt } from "../../../src/lib/id.ts";
import { openLedgerDatabase } from "../../../src/state/ledger/database.ts";
import { sumColumns } from "../../../src/state/ledger/figures.ts";
import { columns, groupings } from "../../../src/state/ledger/row.ts";
import { migrations } from "../../../src/state/ledger/schema.ts";
import { readLedger } from "../../../src/state/ledger/unopened.ts";
import { scratchFolder } from "../../support/scratch.ts";

const at = 1_800_000_000_000;

const olderLedger = (version: number, rows: number): string => {
  const file = join(scratchFolder(), "ledger.db");
  const older = new Database(file);
  for (const sql of migrations.slice(0, version)) older.run(sql);
  older.run(`PRAGMA user_version = ${version}`);
  const insert = older.prepare(`INSERT INTO requests (id, run, started_at, method, path, model, stream, attempts,
    status, outcome, bytes_in, bytes_out, duration_ms) VALUES (?, 'a', ?, 'POST', '/', ?, 0, 1, 200, ?, 1, 2, ?)`);
  older.transaction(() => {
    for (let row = 0; row < rows; row++) {
      const startedAt = at + row * 60_000;
      insert.run(`${firstIdAt(startedAt)}${row}`, startedAt, `m${row % 3}`, row % 50 === 0 ? "I?" : "--", row);
    }
  })();
  older.close();
  return file;
};

test("the tables have a column for everything that is written", () => {
  const database = new Database(":memory:");
  for (const sql of migrations) database.run(sql);
  const columnsOf = (table: string) =>
    database.query(`SELECT name FROM pragma_table_info('${table}')`).values().map(String);

  expect(columnsOf("requests").toSorted()).toEqual(columns.toSorted());
  const written = ["span", "grouping", "at", "name", ...sumColumns, "durations", "firsts"];
  expect(columnsOf("rollups").toSorted()).toEqual(written.toSorted()); // by their names, in whatever order
});

// Later ones have their sums already.
test.each([1, 2])(
  "D-05: a ledger of schema %d is brought up to date with a copy beside it, and is summed up little by little",
  (version) => {
    const file = olderLedger(version, 3000);
    const asked = groupings.map((by) => ({ since: at + 100_000, by }));
    const before = asked.map((question) => readLedger(file, question));

    const ledger = openLedgerDatabase({ file, run: "now", now: () => at, movedAside: () => undefined });
    expect(existsSync(`${file}.before-schema-${migrations.length}`)).toBe(true);
    expect(ledger.isReady(at)).toBe(false);
    expect(asked.map((question) => ledger.stats(question))).toEqual(before);
    expect(ledger.tidy()).toBe(true);
    expect(ledger.isReady(at + 2990 * 60_000)).toBe(true); // the latest first
    expect(asked.map((question) => ledger.stats(question))).toEqual(before);
    while (ledger.tidy());

    expect(ledger.isReady(0)).toBe(true);
    expect(asked.map((question) => ledger.stats(question))).toEqual(before);
    expect(ledger.stats({ since: 0, by: "model" }).total.requests).toBe(3000);
    ledger.close();
  },
);
