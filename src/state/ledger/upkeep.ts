import type { Database } from "bun:sqlite";
import { firstIdAt } from "../../lib/id.ts";
import { progressOf } from "./answer.ts";
import { dayMs, keptNames, noChanges, type RollupWriter, spans } from "./rollups.ts";
import { type Counted, columns, countedSql } from "./row.ts";
import { firstUnsent } from "./spool.ts";

/** How long something is kept, in days; 0 = for ever. Sums are kept at least as long as the rows that are in them. */
export type Keeping = { readonly rowDays: number; readonly sumDays: number };

/** What is always kept. */
export const keepAll: Keeping = { rowDays: 0, sumDays: 0 };

/** So many rows are looked at in one go: a few milliseconds, after which what waits has its turn. */
const sliceRows = 400;

/** So many free pages are given back to the system in one go. */
const slicePages = 64;

/**
 * Adds a slice of the rows that are in no sum yet, the newest first; those of `run` that have not ended are left to
 * their end. True when there may be more.
 */
export const fillSlice = (database: Database, run: string, writer: RollupWriter): boolean => {
  const before = progressOf(database)?.filledFrom ?? "";
  if (before === "") return false;
  const rows = database
    .query<Counted & { readonly run: string }, [string]>(
      `SELECT ${countedSql(new Set(columns))}, run FROM requests WHERE id < ? ORDER BY id DESC LIMIT ${sliceRows}`,
    )
    .all(before);
  const last = rows.length < sliceRows ? "" : (rows.at(-1)?.id ?? "");
  database
    .transaction(() => {
      const changes = noChanges();
      for (const row of rows) if (row.outcome !== "I?" || row.run !== run) changes.add(row, 1);
      writer.write(changes);
      database.query("UPDATE progress SET filled_from = ?").run(last);
    })
    .immediate();
  return last !== "";
};

/**
 * Removes a slice of what has been kept long enough; the sums stay when their rows go. Whole days go, so that the sums
 * of what is left agree with its rows. A row that a ledger elsewhere is still to have stays. True when there may be more.
 */
export const forgetSlice = (database: Database, { rowDays, sumDays }: Keeping, now: number): boolean => {
  const rowsBefore = lastDay(now, rowDays);
  const sumsBefore = Math.min(rowsBefore, lastDay(now, sumDays)); // a row without its sums would count as nothing
  const forget = database.transaction(() => {
    // First said, then done: who asks in between must not read half a quarter.
    database.query("UPDATE progress SET rows_from = max(rows_from, ?)").run(rowsBefore);
    const rows = database
      .query(
        `DELETE FROM requests WHERE id IN
           (SELECT id FROM requests WHERE id < ? AND id < ? AND started_at < ? ORDER BY id LIMIT ${sliceRows})`,
      )
      .run(firstIdAt(rowsBefore), firstUnsent(database), rowsBefore);
    return rows.changes + forgetSums(database, sumsBefore);
  });
  return forget.immediate() > 0;
};

/** Each part by itself: the table is in the order of its key, and only what is old is looked at. */
const forgetSums = (database: Database, before: number): number => {
  const forget = database.query<never, [number, string, number]>(
    `DELETE FROM rollups WHERE (span, grouping, at, name) IN
       (SELECT span, grouping, at, name FROM rollups WHERE span = ? AND grouping = ? AND at < ? LIMIT ${sliceRows})`,
  );
  const parts = spans.flatMap((span) => keptNames.map((kept) => forget.run(span, kept, before).changes));
  return parts.reduce((sum, changes) => sum + changes, 0);
};

const lastDay = (now: number, days: number): number =>
  days === 0 ? 0 : Math.max(0, Math.floor(now / dayMs - days) * dayMs);

/** Brings what lies beside the file into it, as far as nobody still reads it there, and waits for the disk. */
export const settle = (database: Database): void => {
  database.query("PRAGMA wal_checkpoint(PASSIVE)").all();
};

/** Gives a slice of what deleted rows have left free back to the system. True when there may be more. */
export const shrinkSlice = (database: Database): boolean => {
  const [free = 0] = Object.values(database.query("PRAGMA freelist_count").get() as Record<string, number>);
  const [mode = 0] = Object.values(database.query("PRAGMA auto_vacuum").get() as Record<string, number>);
  if (mode !== 2 || free < slicePages) return false;
  database.query(`PRAGMA incremental_vacuum(${slicePages})`).all();
  return true;
};
