import { Database } from "bun:sqlite";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type LedgerDatabase, openLedgerDatabase } from "../../src/state/ledger/database.ts";
import { groupings } from "../../src/state/ledger/row.ts";
import { migrations } from "../../src/state/ledger/schema.ts";
import { readLedger } from "../../src/state/ledger/unopened.ts";
import type { Keeping } from "../../src/state/ledger/upkeep.ts";
import { requestsOf } from "./ledger-rows.ts";

const { values } = parseArgs({ options: { rows: { type: "string", default: "5000000" }, keep: { type: "boolean" } } });
const rows = Number(values.rows);
const days = 90;
const dayMs = 86_400_000;
const now = Math.floor(1_800_000_000_000 / dayMs) * dayMs + 50_000_000;
const folder = mkdtempSync(join(tmpdir(), "ledger-"));
const file = join(folder, "ledger.db");
const print = (...parts: readonly (string | number)[]): void => console.log(parts.join("  "));

const open = (keeping: Keeping = { rowDays: 0, sumDays: 0 }): LedgerDatabase =>
  openLedgerDatabase({ file, run: "bench", now: () => now, movedAside: print, keeping });

const timed = (work: () => unknown): number => {
  const start = performance.now();
  work();
  return performance.now() - start;
};

const share = (times: readonly number[], part: number): number =>
  times.toSorted((a, b) => a - b)[Math.ceil(times.length * part) - 1] ?? 0;

const told = (times: readonly number[]): string =>
  `p50 ${share(times, 0.5).toFixed(1)} ms, p99 ${share(times, 0.99).toFixed(1)} ms, most ${share(times, 1).toFixed(1)} ms`;

const gigabytes = (): string => `${(statSync(file).size / 1e9).toFixed(2)} GB`;

/** Rows come in groups as large as those of a busy tenth of a second. */
const build = (): void => {
  const ledger = open();
  const next = requestsOf(rows, now - days * dayMs, now);
  const writes: number[] = [];
  const took = timed(() => {
    for (let batch = next(2000); batch.length > 0; batch = next(2000)) {
      writes.push(timed(() => ledger.write(batch)));
      if (ledger.isUnsettled()) ledger.tidy();
    }
  });
  ledger.close();
  print(`${rows} rows of ${days} days`, `${Math.round(took / 1000)} s`, gigabytes(), `each 2,000: ${told(writes)}`);
};

/** Every grouping over times of different lengths, with rows written before each question. */
const askWhileWriting = (): void => {
  const ledger = open();
  const writes: number[] = [];
  const questions: number[] = [];
  const settling: number[] = [];
  const ten = requestsOf(Number.POSITIVE_INFINITY, now, now + dayMs);
  for (const [words, since] of [
    ["all of it", 0],
    ["30 days and a bit", now - 30 * dayMs - 1_234_567],
    ["a day and a bit", now - dayMs - 234_567],
  ] as const) {
    for (const by of groupings) {
      const times = Array.from({ length: 5 }, () => {
        for (let write = 0; write < 20; write++) {
          writes.push(timed(() => ledger.write(ten(10))));
          if (ledger.isUnsettled()) settling.push(timed(() => ledger.tidy()));
        }
        return timed(() => ledger.stats({ since, by, zone: "Europe/Berlin" }));
      });
      questions.push(...times);
      print(`stats, ${words}, by ${by}:`, told(times));
    }
  }
  print("every question:", told(questions), share(questions, 1) < 300 ? "met" : "MISSED", "(goal: below 300 ms)");
  print("10 rows written:", told(writes), share(writes, 0.99) < 10 ? "met" : "MISSED", "(goal: p99 below 10 ms)");
  ledger.close();
  print(
    "the same file without a daemon, all of it by model:",
    `${timed(() => readLedger(file, { since: 0, by: "model" })).toFixed(0)} ms`,
  );
};

/** What upkeep does in slices, with rows written between them. */
const tidy = (what: string, keeping?: Keeping): void => {
  let ledger: LedgerDatabase | null = null;
  const opening = timed(() => {
    ledger = open(keeping);
  });
  const slices: number[] = [];
  let hasMore = true;
  const took = timed(() => {
    while (hasMore)
      slices.push(
        timed(() => {
          hasMore = ledger?.tidy() ?? false;
        }),
      );
  });
  print(
    `${what}: opened in ${opening.toFixed(0)} ms,`,
    `${slices.length} slices in ${Math.round(took / 1000)} s,`,
    told(slices),
    gigabytes(),
  );
  (ledger as LedgerDatabase | null)?.close();
};

/** As a ledger is whose sums nobody has made yet. */
const takeSumsAway = (): void => {
  const database = new Database(file);
  database.run("DROP TABLE rollups");
  database.run("DROP TABLE unfinished");
  database.run("DROP TABLE progress");
  database.run("DROP INDEX requests_by_session");
  database.run("PRAGMA user_version = 2");
  database.close();
};

try {
  build();
  askWhileWriting();
  takeSumsAway();
  tidy("an older ledger is brought up to date and summed up");
  rmSync(`${file}.before-schema-${migrations.length}`, { force: true });
  tidy("60 of the 90 days are forgotten", { rowDays: 30, sumDays: 30 });
} finally {
  if (values.keep === true) print(file);
  else rmSync(folder, { recursive: true });
}
