import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { firstIdAt } from "../../../src/lib/id.ts";
import { openLedgerDatabase } from "../../../src/state/ledger/database.ts";
import { valuesOf } from "../../../src/state/ledger/row.ts";
import { migrations } from "../../../src/state/ledger/schema.ts";
import {
  readIdsLike,
  readLedger,
  readRequest,
  readSession,
  readTranslations,
} from "../../../src/state/ledger/unopened.ts";
import { scratchFolder } from "../../support/scratch.ts";
import { summary } from "../../support/summary.ts";

const at = 1_800_000_000_000;
const question = { since: 0, by: "model" } as const;
const newFile = () => join(scratchFolder(), "ledger.db");

test("D-05: who only reads a damaged ledger moves nothing", () => {
  const file = newFile();
  writeFileSync(file, "this is no database\n".repeat(500));

  expect(() => readLedger(file, question)).toThrow("is damaged. Nothing was changed");

  expect(readdirSync(dirname(file))).toEqual(["ledger.db"]);
});

test("a ledger that is not there yet has nothing to tell", () => {
  expect(readLedger(newFile(), question)).toMatchObject({ groups: [], total: { requests: 0, costMicros: null } });
});

test("D-01: a ledger whose daemon was killed before it had made a table has nothing to tell", () => {
  const file = newFile();
  writeFileSync(file, "");

  expect(readLedger(file, question)).toMatchObject({ groups: [], total: { requests: 0, costMicros: null } });
});

test("D-01: what a killed daemon left open counts as interrupted, in quarters long past and in the one that runs", () => {
  const file = newFile();
  const killed = openLedgerDatabase({ file, run: "killed", now: () => at, movedAside: () => undefined });
  const open = (startedAt: number) =>
    valuesOf(summary({ id: `${firstIdAt(startedAt)}x`, startedAt, outcome: "I?", status: null }), "killed");
  killed.write([open(at), open(at + 86_400_000)]);
  expect(killed.stats(question).total.requests).toBe(0);

  const told = readLedger(file, question);
  const latest = readLedger(file, { since: at + 86_399_000, by: "model" });

  expect(told.total).toMatchObject({ requests: 2, failed: 2 });
  expect(latest.total).toMatchObject({ requests: 1, failed: 1 });
  killed.close();
});

test.each([1, 2])("D-05: a ledger of schema %d is read as it is", (version) => {
  const file = newFile();
  const older = new Database(file);
  for (const sql of migrations.slice(0, version)) older.run(sql);
  older.run(`PRAGMA user_version = ${version}`);
  older.run(`INSERT INTO requests (id, run, started_at, method, path, model, stream, attempts, status, outcome,
    bytes_in, bytes_out, duration_ms) VALUES ('${firstIdAt(at)}x', 'a', ${at}, 'POST', '/', 'm', 0, 1, 200, '--', 1, 2, 3)`);
  older.close();

  expect(readLedger(file, question)).toMatchObject({ groups: [{ name: "m", requests: 1, ok: 1, costMicros: null }] });
  const id = `${firstIdAt(at)}x`;
  expect(readRequest(file, id)).toMatchObject({ summary: { id, modelSent: null }, routed: { decision: null } });
  expect(readTranslations(file, 0, Number.POSITIVE_INFINITY)).toEqual({ pairs: [], losses: [] });
  expect(readSession(file, "s_1")).toEqual([]);
  expect(readIdsLike(file, "r_", 2)).toEqual([id]);
});
