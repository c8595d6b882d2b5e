import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { firstIdAt } from "../../../src/lib/id.ts";
import { openLedgerDatabase } from "../../../src/state/ledger/database.ts";
import { refuseNewerLedger } from "../../../src/state/ledger/file.ts";
import { groupings, valuesOf } from "../../../src/state/ledger/row.ts";
import { migrations } from "../../../src/state/ledger/schema.ts";
import { readLedger } from "../../../src/state/ledger/unopened.ts";
import { rowsIn } from "../../support/daemon.ts";
import { scratchFolder } from "../../support/scratch.ts";
import { summary } from "../../support/summary.ts";

const at = 1_800_000_000_000;
const row = (number: number, more: Parameters<typeof summary>[0] = {}, run = "now") =>
  valuesOf(summary({ id: `${firstIdAt(at)}${number}`, startedAt: at, ...more }), run);
const opened = (file = join(scratchFolder(), "ledger.db"), aside: string[] = []) => ({
  file,
  aside,
  ledger: openLedgerDatabase({ file, run: "now", now: () => 42, movedAside: (to) => void aside.push(to) }),
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

  expect(() => ledger.write([row(1), row(2).map(() => null)])).toThrow();

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

const many = (count: number) => Array.from({ length: count }, (_, number) => row(number + 100));
const question = { since: 0, by: "model" } as const;

test("D-05: a ledger that was cut off at any page is told by who reads it, kept aside by who writes, and rows are written again", () => {
  const whole = opened();
  whole.ledger.write(many(400));
  whole.ledger.close();
  const bytes = readFileSync(whole.file);

  for (let size = 4096; size < bytes.length; size += 4096) {
    const file = join(scratchFolder(), "ledger.db");
    writeFileSync(file, bytes.subarray(0, size), { mode: 0o600 });
    expect(() => readLedger(file, question)).toThrow("is damaged. Nothing was changed");
    expect(readFileSync(file).length).toBe(size);

    const { ledger, aside } = opened(file);
    ledger.write([row(1)]);

    expect(ledger.stats(question).total.requests).toBe(1);
    expect(aside).toEqual([`${file}.corrupt-42`]);
    expect(readFileSync(`${file}.corrupt-42`).length).toBe(size);
    ledger.close();
  }

  expect(bytes.length).toBeGreaterThan(8 * 4096);
});

const openedWith = (file: string, schema: readonly string[]) =>
  openLedgerDatabase({ file, run: "now", now: () => 42, movedAside: () => undefined, schema });

test("D-01, D-05: a newer ledger is known by the file itself, also after a kill: a start reads nothing of what lies beside it", () => {
  const { file, ledger } = opened();
  ledger.close();

  const newer = openedWith(file, [...migrations, "ALTER TABLE requests ADD COLUMN cost INTEGER"]);

  expect(() => refuseNewerLedger(file)).toThrow(`schema ${migrations.length + 1}, this one knows ${migrations.length}`); // nobody has closed it
  newer.close();
});

test("D-05: an older ledger is brought up to date, its rows stay, and a copy of it as it was is kept", () => {
  const { file, ledger } = opened();
  ledger.write(many(3));
  ledger.close();

  const newer = openedWith(file, [...migrations, "ALTER TABLE requests ADD COLUMN cost INTEGER"]);

  expect(newer.stats(question).total.requests).toBe(3);
  newer.close();
  const copy = `${file}.before-schema-${migrations.length + 1}`;
  expect(statSync(copy).mode & 0o777).toBe(0o600);
  expect(readLedger(copy, question).total.requests).toBe(3);
  const columns = (path: string) => new Database(path, { readonly: true }).query("SELECT * FROM requests").all()[0];
  expect(columns(file)).toHaveProperty("cost");
  expect(columns(copy)).not.toHaveProperty("cost");
});

test("D-05: a migration that fails half-way leaves the ledger as it was", () => {
  const { file, ledger } = opened();
  ledger.write(many(3));
  ledger.close();

  expect(() =>
    openedWith(file, [
      ...migrations,
      "ALTER TABLE requests ADD COLUMN cost INTEGER",
      "ALTER TABLE nothing ADD COLUMN x",
    ]),
  ).toThrow("nothing");

  const again = openedWith(file, migrations);
  expect(again.stats(question).total.requests).toBe(3);
  again.close();
});
