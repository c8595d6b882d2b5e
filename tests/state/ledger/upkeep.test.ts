import { expect, test } from "bun:test";
import { statSync } from "node:fs";
import { join } from "node:path";
import { firstIdAt } from "../../../src/lib/id.ts";
import { openLedgerDatabase } from "../../../src/state/ledger/database.ts";
import { groupings, valuesOf } from "../../../src/state/ledger/row.ts";
import type { Keeping } from "../../../src/state/ledger/upkeep.ts";
import { rowsIn } from "../../support/daemon.ts";
import { scratchFolder } from "../../support/scratch.ts";
import { summary } from "../../support/summary.ts";

const day = 86_400_000;
const today = Math.floor(1_800_000_000_000 / day) * day + 50_000_000;

/** A ledger of ten days with so many requests a day. */
const ledgerOf = (keeping: Keeping, each: number) => {
  const file = join(scratchFolder(), "ledger.db");
  const ledger = openLedgerDatabase({ file, run: "now", now: () => today, movedAside: () => undefined, keeping });
  for (let ago = 9; ago >= 0; ago--)
    ledger.write(
      Array.from({ length: each }, (_, number) => {
        const startedAt = today - ago * day + number * 1000;
        const id = `${firstIdAt(startedAt)}${number}`;
        return valuesOf(
          summary({ id, startedAt, path: "/v1/messages".repeat(10), costMicros: 7, model: `m${number % 3}` }),
          "now",
        );
      }),
    );
  return { file, ledger };
};

test("rows go when they are old enough, the sums stay, and every grouping still has the same total", () => {
  const { file, ledger } = ledgerOf({ rowDays: 3, sumDays: 0 }, 100);
  const asked = groupings.map((by) => ({ since: 0, by }));
  const before = asked.map((question) => ledger.stats(question));

  while (ledger.tidy());

  expect(rowsIn(file).length).toBe(4 * 100); // today and three whole days
  expect(asked.map((question) => ledger.stats(question))).toEqual(before);
  ledger.close();
});

test("a time that begins inside a quarter whose rows are gone is told with all of that quarter, by every grouping", () => {
  const { ledger } = ledgerOf({ rowDays: 3, sumDays: 0 }, 100);
  while (ledger.tidy());
  const since = today - 9 * day + 50_000;

  const totals = groupings.map((by) => ledger.stats({ since, by }).total.requests);

  expect(new Set(totals)).toEqual(new Set([1000]));
  ledger.close();
});

test("sums go too, later", () => {
  const { ledger } = ledgerOf({ rowDays: 1, sumDays: 5 }, 10);

  while (ledger.tidy());

  for (const by of groupings)
    expect(ledger.stats({ since: 0, by }).total).toMatchObject({ requests: 60, costMicros: 420 });
  ledger.close();
});

test.each([
  { rowDays: 0, sumDays: 5 },
  { rowDays: 8, sumDays: 5 },
])("sums stay while their rows do, whatever was asked for: %j", (keeping) => {
  const { file, ledger } = ledgerOf(keeping, 10);

  while (ledger.tidy());

  const rows = rowsIn(file).length;
  expect(rows).toBeGreaterThan(60);
  for (const by of groupings) expect(ledger.stats({ since: 0, by }).total.requests).toBe(rows);
  ledger.close();
});

test("D-26: what rows leave behind is given back to the system, slice by slice, and writes go on between", () => {
  const { file, ledger } = ledgerOf({ rowDays: 1, sumDays: 0 }, 1000);
  const kept = ledgerOf({ rowDays: 0, sumDays: 0 }, 1000);
  kept.ledger.close();

  let slices = 0;
  for (; ledger.tidy(); slices++)
    ledger.write([valuesOf(summary({ id: `${firstIdAt(today)}w${slices}`, startedAt: today }), "now")]);
  expect(ledger.stats({ since: 0, by: "model" }).total.requests).toBe(10_000 + slices);
  ledger.close();

  expect(slices).toBeGreaterThan(20);
  expect(statSync(file).size).toBeLessThan(statSync(kept.file).size * 0.6);
});

test("nothing is forgotten where everything is to be kept", () => {
  const { file, ledger } = ledgerOf({ rowDays: 0, sumDays: 0 }, 10);

  expect(ledger.tidy()).toBe(false);

  expect(rowsIn(file).length).toBe(100);
  ledger.close();
});
