import { Database } from "bun:sqlite";
import { expect, test } from "bun:test";
import { join } from "node:path";
import { firstIdAt } from "../../../src/lib/id.ts";
import { openLedgerDatabase } from "../../../src/state/ledger/database.ts";
import { valuesOf } from "../../../src/state/ledger/row.ts";
import { rowsBetween, unfinishedBetween } from "../../../src/state/ledger/rows.ts";
import { scratchFolder } from "../../support/scratch.ts";
import { summary } from "../../support/summary.ts";

const at = 1_800_000_000_000;
const ledgerWith = (...rows: readonly (readonly [number, number, "--" | "I?"])[]) => {
  const file = join(scratchFolder(), "ledger.db");
  const ledger = openLedgerDatabase({ file, run: "now", now: () => at, movedAside: () => undefined });
  ledger.write(
    rows.map(([madeAt, startedAt, outcome], index) =>
      valuesOf(summary({ id: `${firstIdAt(madeAt)}${index}`, startedAt, outcome }), "now"),
    ),
  );
  ledger.close();
  return new Database(file, { strict: true });
};

test("a request counts from when it began, not from when its id was made", () => {
  const database = ledgerWith([at - 1, at, "--"], [at, at + 1, "--"]);

  expect([...rowsBetween(database, at, at + 1, "now")].map(({ startedAt }) => startedAt)).toEqual([at]);
  expect([...rowsBetween(database, at - 5, at, "now")].length).toBe(0);
});

test("what runs in this run is not told, and in another is interrupted", () => {
  const database = ledgerWith([at, at, "I?"]);

  expect([...rowsBetween(database, 0, Number.POSITIVE_INFINITY, "now")].length).toBe(0);
  expect([...rowsBetween(database, 0, Number.POSITIVE_INFINITY, "later")].length).toBe(1);
  expect([...rowsBetween(database, 0, Number.POSITIVE_INFINITY, null)].length).toBe(1);
  expect([...unfinishedBetween(database, 0, Number.POSITIVE_INFINITY)].length).toBe(1);
});
