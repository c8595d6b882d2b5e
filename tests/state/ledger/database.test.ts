import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { firstIdAt } from "../../../src/lib/id.ts";
import { openLedgerDatabase } from "../../../src/state/ledger/database.ts";
import { groupings, valuesOf } from "../../../src/state/ledger/row.ts";
import { rowsIn } from "../../support/daemon.ts";
import { scratchFolder } from "../../support/scratch.ts";
import { summary } from "../../support/summary.ts";

const at = 1_800_000_000_000;
const row = (number: number, more: Parameters<typeof summary>[0] = {}, run = "now") =>
  valuesOf(summary({ id: `${firstIdAt(at)}${number}`, startedAt: at, ...more }), run);
const opened = (file = join(scratchFolder(), "ledger.db"), aside: string[] = []) => ({
  file,
  aside,
  ledger: openLedgerDatabase(
    file,
    "now",
    () => 42,
    (to) => void aside.push(to),
  ),
});

test("rows are found again, and a second write of one completes it", () => {
  const { file, ledger } = opened();

  ledger.write([row(1, { outcome: "I?", status: null }), row(2)]);
  ledger.write([row(1, { outcome: "--", status: 200 })]);

  expect(rowsIn(file).map(({ outcome }) => outcome)).toEqual(["--", "--"]);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  ledger.close();
});

test("every grouping can be asked for, and all add up to the same", () => {
  const { ledger } = opened();
  ledger.write([
    row(1),
    row(2, { model: null, upstream: null, client: null, dialect: null, status: null, outcome: "CH" }),
  ]);

  for (const by of groupings) {
    const { groups, total } = ledger.stats({ since: 0, by });

    expect(total.requests).toBe(2);
    expect(groups.reduce((sum, group) => sum + group.requests, 0)).toBe(2);
  }
  expect(ledger.stats({ since: at + 1, by: "model" }).total.requests).toBe(0);
  ledger.close();
});

test("what still runs now is no interrupted request, what an earlier run left is one", () => {
  const { ledger } = opened();

  ledger.write([row(1, { outcome: "I?", status: null }), row(2, { outcome: "I?", status: null }, "earlier")]);

  expect(ledger.stats({ since: 0, by: "upstream" }).total).toMatchObject({ requests: 1, failed: 1 });
  ledger.close();
});

test("S-50: text with quotes and semicolons is text", () => {
  const { ledger } = opened();
  const nasty = `'; DROP TABLE requests; --"`;

  ledger.write([row(1, { model: nasty, path: nasty, client: nasty })]);

  expect(ledger.stats({ since: 0, by: "model" }).groups[0]?.name).toBe(nasty);
  ledger.close();
});

test("a write of many is all or nothing", () => {
  const { file, ledger } = opened();

  expect(() => ledger.write([row(1), [...row(2).slice(0, -1), null] as never])).toThrow();

  expect(rowsIn(file)).toEqual([]);
  ledger.close();
});

test("D-05: what is no database is moved aside, and a new one begun", () => {
  const file = join(scratchFolder(), "ledger.db");
  writeFileSync(file, "no database at all".repeat(100));

  const { ledger, aside } = opened(file);
  ledger.write([row(1)]);

  expect(aside).toEqual([`${file}.corrupt-42`]);
  expect(readFileSync(`${file}.corrupt-42`, "utf8")).toStartWith("no database");
  expect(rowsIn(file).length).toBe(1);
  ledger.close();
});

test("a database of a newer version is left alone", () => {
  const file = join(scratchFolder(), "ledger.db");
  const newer = new Database(file);
  newer.run("PRAGMA user_version = 999");
  newer.close();

  expect(() => opened(file)).toThrow("newer version");
  expect(existsSync(`${file}.corrupt-42`)).toBe(false);
});
