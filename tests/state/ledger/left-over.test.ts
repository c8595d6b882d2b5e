import { Database } from "bun:sqlite";
import { expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ended } from "../../../src/core/outcome.ts";
import { Ledger } from "../../../src/state/ledger/index.ts";
import { leaveOver, leftOver, takenOver } from "../../../src/state/ledger/left-over.ts";
import type { RowValues } from "../../../src/state/ledger/row.ts";
import { rowsIn } from "../../support/daemon.ts";
import { exchangeOf, stoppedClock } from "../../support/exchange.ts";
import { scratchFolder } from "../../support/scratch.ts";

setDefaultTimeout(60_000);

const open = (file: string) => {
  const troubles: string[] = [];
  const ledger = new Ledger({
    ...{ file, run: "now", tick: stoppedClock().tick },
    onTrouble: (message) => void troubles.push(message),
  });
  return { troubles, ledger };
};

test("rows that somebody else's lock keeps out until the end are written at the next start, and that is told", async () => {
  const file = join(scratchFolder(), "ledger.db");
  const { ledger, troubles } = open(file);
  await ledger.flush();
  const other = new Database(file);
  other.run("PRAGMA busy_timeout = 10000"); // what the ledger does as it opens may take a moment longer
  other.run("BEGIN IMMEDIATE");
  const exchange = exchangeOf("/v1/messages");
  ledger.open(exchange);
  exchange.settle(ended(200));
  ledger.close(exchange, await exchange.outcome);

  await ledger.stop();
  other.run("ROLLBACK");
  other.close();

  expect(troubles.at(-1)).toMatch(
    /^1 rows of the ledger could not be written before the end \(.*locked.*\); they are written/,
  );
  expect(rowsIn(file)).toEqual([]);
  const next = open(file);
  await next.ledger.flush();
  expect(rowsIn(file).map(({ outcome, status }) => [outcome, status])).toEqual([["--", 200]]);
  await next.ledger.stop();
  expect(existsSync(`${file}-left`)).toBe(false);
});

test("what is left over twice is all there, and a file that is damaged counts as none", () => {
  const ledger = join(scratchFolder(), "ledger.db");
  const [one, other] = [["a"], ["b"]] as unknown as readonly [RowValues, RowValues];

  expect([leaveOver(ledger, [one]), leaveOver(ledger, [other])]).toEqual([true, true]);
  expect(leftOver(ledger)).toEqual([one, other]);
  takenOver(ledger);
  expect(leftOver(ledger)).toEqual([]);
  writeFileSync(`${ledger}-left`, "{");
  expect(leftOver(ledger)).toEqual([]);
  expect(leaveOver(join(ledger, "nowhere", "l.db"), [one])).toBe(false);
  expect(leaveOver(":memory:", [one])).toBe(false);
});
