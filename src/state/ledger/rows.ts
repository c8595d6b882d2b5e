import type { Database } from "bun:sqlite";
import { firstIdAt } from "../../lib/id.ts";
import { type Counted, columns, countedSql } from "./row.ts";

/** Rows of requests, one by one; nothing of them stays in memory. */
export type Rows = Iterable<Counted>;

/** An id is made a moment before its request begins to count; this is far more than a moment. */
const slackMs = 60_000;

/** No row of a request that began at this moment or later has an id before this one. */
export const lowestIdAt = (at: number): string => firstIdAt(at - slackMs);

/** Requests that began in this time; those that still run in `run` are not among them. */
export const rowsBetween = (database: Database, from: number, to: number, run: string | null): Rows =>
  database
    .query<Counted, { first: string; last: string; from: number; to: number; run: string | null }>(
      `SELECT ${countedSql(columnsIn(database))} FROM requests
       WHERE id >= $first AND id < $last AND started_at >= $from AND started_at < $to
       AND NOT (outcome = 'I?' AND run IS $run)`,
    )
    .iterate({
      first: lowestIdAt(from),
      last: Number.isFinite(to) ? firstIdAt(to + slackMs) : "~",
      from,
      to: Math.min(to, Number.MAX_SAFE_INTEGER),
      run,
    });

/** Requests of this time that were journaled and have not ended: who asks without a daemon calls them interrupted. */
export const unfinishedBetween = (database: Database, from: number, to: number): Rows =>
  database
    .query<Counted, [number, number]>(
      `SELECT ${countedSql(new Set(columns))} FROM requests
       WHERE id IN (SELECT id FROM unfinished) AND started_at >= ? AND started_at < ?`,
    )
    .iterate(from, Math.min(to, Number.MAX_SAFE_INTEGER));

/** A ledger that no newer version has opened yet has fewer columns. */
export const columnsIn = (database: Database): ReadonlySet<string> =>
  new Set(database.query("SELECT name FROM pragma_table_info('requests')").values().map(String));
