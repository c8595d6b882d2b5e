import { expect, test } from "bun:test";
import { join } from "node:path";
import type { RequestSummary } from "../../../src/core/notice.ts";
import { firstIdAt } from "../../../src/lib/id.ts";
import { type LedgerDatabase, openLedgerDatabase } from "../../../src/state/ledger/database.ts";
import { valuesOf } from "../../../src/state/ledger/row.ts";
import type { Spool, Spooling } from "../../../src/state/ledger/spool.ts";
import { rowsIn } from "../../support/daemon.ts";
import { scratchFolder } from "../../support/scratch.ts";
import { summary } from "../../support/summary.ts";

const day = 86_400_000;
const now = Math.floor(1_800_000_000_000 / day) * day;
const usual: Spooling = { target: "db", maxRows: 1e6, isOnly: false };

const open = (file: string, spooling: Spooling | null = usual, rowDays = 0): LedgerDatabase =>
  openLedgerDatabase({
    ...{ file, run: "now", now: () => now, movedAside: () => undefined, spooling },
    keeping: { rowDays, sumDays: 0 },
  });
const newFile = (): string => join(scratchFolder(), "ledger.db");
const request = (number: number, more: Partial<RequestSummary> = {}) => {
  const startedAt = now - 10 * day + number * 1000;
  return valuesOf(summary({ id: `${firstIdAt(startedAt)}${number}`, startedAt, ...more }), "now");
};
const some = (from: number, many: number) => Array.from({ length: many }, (_, at) => request(from + at));

/** All that waits, as its batches bring it; each is settled. */
const drained = ({ spool }: LedgerDatabase): string[] => {
  const ids: string[] = [];
  for (let batch = spool?.take() ?? null; batch !== null; batch = spool?.take() ?? null) {
    ids.push(...batch.rows.map(({ id }) => id));
    spool?.settle(batch, 0);
  }
  return ids;
};

test("each row that is written waits until it has arrived, in order, across restarts", () => {
  const file = newFile();
  const before = open(file);
  before.write(some(0, 1200));
  const [batch] = [before.spool?.take() ?? null];
  if (batch !== null) before.spool?.settle(batch, 0);
  before.close();

  const after = open(file);

  expect(batch?.rows.length).toBe(500);
  expect(after.spool?.waiting()).toBe(700);
  const ids = drained(after);
  expect(ids.length).toBe(700);
  expect(ids).toEqual(ids.toSorted());
  expect(after.spool?.waiting()).toBe(0);
  after.close();
});

test("what was taken and not settled is there again", () => {
  const file = newFile();
  const before = open(file);
  before.write(some(0, 3));
  const taken = before.spool?.take();
  before.close();

  const after = open(file);

  expect(after.spool?.take()).toEqual(taken ?? null);
  after.close();
});

test("a request under way waits for its end; one that ends twice goes once, as it is last, and again if that comes later", () => {
  const ledger = open(newFile());

  ledger.write([request(1, { outcome: "I?" })]);
  expect(ledger.spool?.take()).toBeNull();
  ledger.write([request(1, { bytesOut: 1 })]);
  ledger.write([request(1, { bytesOut: 2 })]);

  const batch = ledger.spool?.take() ?? null;
  expect(batch?.rows.map(({ values }) => values["bytes_out"])).toEqual([2]);
  if (batch !== null) ledger.spool?.settle(batch, 0);
  ledger.write([request(1, { bytesOut: 3 })]);
  const later = ledger.spool?.take();
  expect(later?.rows.map(({ values }) => values["bytes_out"])).toEqual([3]);
  expect(Number(later?.rows[0]?.seq)).toBeGreaterThan(Number(batch?.rows[0]?.seq));
  ledger.close();
});

test("what an earlier run left open goes as interrupted", () => {
  const file = newFile();
  const killed = open(file);
  killed.write([request(1, { outcome: "I?" })]);
  killed.close();

  const next = openLedgerDatabase({ file, run: "next", now: () => now, movedAside: () => undefined, spooling: usual });

  expect(next.spool?.take()?.rows.map(({ values }) => values["outcome"])).toEqual(["I?"]);
  next.close();
});

test("rows that were there before a place was set go as well, all of them, once; to another place all go again", () => {
  const file = newFile();
  const alone = open(file, null);
  alone.write(some(0, 1300));
  alone.close();

  const first = open(file);
  first.write(some(1300, 5));
  while (first.tidy());
  const sent = drained(first);
  const { source } = first.spool as Spool;
  first.close();
  const again = open(file);
  while (again.tidy());
  expect(drained(again)).toEqual([]);
  again.close();
  const other = open(file, { ...usual, target: "other" });
  while (other.tidy());

  expect(sent.toSorted()).toEqual([...new Set(sent)].toSorted());
  expect(sent.length).toBe(1305);
  expect(drained(other).toSorted()).toEqual(sent.toSorted());
  expect(other.spool?.source).toBe(source); // so that the same row is the same row there
  other.close();
});

test("rows that have been kept long enough stay until they have arrived, then go", () => {
  const file = newFile();
  const ledger = open(file, usual, 3);
  ledger.write(some(0, 100));
  while (ledger.tidy());

  expect(rowsIn(file).length).toBe(100);
  drained(ledger);
  while (ledger.tidy());
  expect(rowsIn(file).length).toBe(0);
  ledger.close();
});

test("of more than may wait the oldest are given up there and counted, and stay in the ledger here", () => {
  const file = newFile();
  const ledger = open(file, { ...usual, maxRows: 40 });
  ledger.write(some(0, 100));

  ledger.spool?.keepWithin();

  expect([ledger.spool?.waiting(), ledger.spool?.givenUp()]).toEqual([40, 60]);
  expect(drained(ledger).length).toBe(40);
  expect(rowsIn(file).length).toBe(100);
  ledger.close();
});

test("a ledger that is only on its way keeps nothing that has arrived or was given up", () => {
  const ledger = open(":memory:", { ...usual, isOnly: true, maxRows: 40 });
  ledger.write(some(0, 100));
  ledger.spool?.keepWithin();
  expect(ledger.ofSession("s_1").length + ledger.idsLike("r_", 1000).length).toBe(40);

  drained(ledger);

  expect(ledger.idsLike("r_", 1000)).toEqual([]);
  expect(ledger.spool?.givenUp()).toBe(60);
  ledger.close();
});
