import type { Database } from "bun:sqlite";
import type { RequestSummary } from "../../core/notice.ts";
import { requestSql } from "./row.ts";
import { columnsIn } from "./rows.ts";

/** So many of a session's requests are told, the latest of them. */
const mostRows = 10_000;

/** The requests of a session in their order; those that still run in `run` are not among them. */
export const rowsOfSession = (database: Database, session: string, run: string | null): readonly RequestSummary[] => {
  if (!columnsIn(database).has("session")) return []; // an older ledger that nobody has opened since knows of none
  return database
    .query(
      `SELECT ${requestSql} FROM requests WHERE session = $session AND NOT (outcome = 'I?' AND run IS $run)
       ORDER BY id DESC LIMIT ${mostRows}`,
    )
    .all({ session, run })
    .map((row) => whole(row as RequestSummary)) // the columns above are its fields
    .reverse();
};

/** SQLite has no truth of its own. */
const whole = (row: RequestSummary): RequestSummary => ({ ...row, stream: Boolean(row.stream) });
