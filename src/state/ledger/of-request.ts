import type { Database } from "bun:sqlite";
import type { RequestSummary } from "../../core/notice.ts";
import { notRouted, type Routed } from "../../core/routed.ts";
import { readRouted } from "./routed.ts";
import { requestSql } from "./row.ts";
import { columnsIn } from "./rows.ts";

/** One request that has ended, by its id; null where there is none. */
export const requestIn = (database: Database, id: string, run: string | null): RequestSummary | null => {
  const row = database
    .query(
      `SELECT ${requestSql(columnsIn(database))} FROM requests WHERE id = $id AND NOT (outcome = 'I?' AND run IS $run)`,
    )
    .get({ id, run });
  return row === null ? null : whole(row as RequestSummary); // the columns above are its fields
};

/** SQLite has no truth of its own. */
export const whole = (row: RequestSummary): RequestSummary => ({ ...row, stream: Boolean(row.stream) });

/** How a request was led. */
export const routedIn = (database: Database, id: string): Routed => {
  if (!columnsIn(database).has("routed")) return notRouted;
  const row = database.query<{ routed: string | null }, [string]>("SELECT routed FROM requests WHERE id = ?").get(id);
  return readRouted(row?.routed ?? null);
};

/** The ids that begin so, the latest first. */
export const idsLike = (database: Database, beginning: string, limit: number): readonly string[] =>
  database
    .query<{ id: string }, [string, string, number]>(
      "SELECT id FROM requests WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT ?",
    )
    .all(beginning, `${beginning}~`, limit)
    .map(({ id }) => id);
