import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { addRequest, noFigures, sumColumns } from "../../../../src/state/ledger/figures.ts";
import { postgresMigrations } from "../../../../src/state/ledger/postgres/schema.ts";
import { sumSql } from "../../../../src/state/ledger/postgres/sums.ts";
import { columns, valuesOf } from "../../../../src/state/ledger/row.ts";
import { migrations } from "../../../../src/state/ledger/schema.ts";
import { anyRequests } from "../../../support/any-requests.ts";

test("PostgreSQL's table has a column for everything that a row of the ledger has", () => {
  const database = new Database(":memory:"); // takes these words as well
  for (const sql of postgresMigrations) database.run(sql);

  const there = database.query("SELECT name FROM pragma_table_info('proxy_requests')").values().map(String);

  const own = ["source", "seq", "daemon", "duration_bucket", "ttft_bucket"];
  expect(there.toSorted()).toEqual([...columns, ...own].toSorted()); // a new column of the ledger needs an entry there
});

test("each sum in SQL is what the same sum of ours is", () => {
  const database = new Database(":memory:");
  for (const sql of migrations) database.run(sql);
  const insert = database.prepare(`INSERT INTO requests (${columns.join(", ")}) VALUES (${columns.map(() => "?")})`);
  const requests = anyRequests(500, { from: 1_800_000_000_000, to: 1_800_086_400_000, seed: 5 });
  for (const request of requests) insert.run(...valuesOf(request, "a"));

  const [told = []] = database
    .query(`SELECT ${sumColumns.map((name) => sumSql[name]).join(", ")} FROM requests`)
    .values();

  const figures = noFigures();
  for (const request of requests) addRequest(figures, request, 1);
  expect(Object.fromEntries(sumColumns.map((name, place) => [name, told[place]]))).toEqual(
    Object.fromEntries(sumColumns.map((name, place) => [name, figures.sums[place]])),
  );
});
