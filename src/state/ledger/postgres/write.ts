import { shareIn } from "../figures.ts";
import { columns, countedOf } from "../row.ts";
import type { SpooledRow } from "../spool.ts";
import type { Query } from "./connection.ts";

/** The columns of the table, in an order. */
const written: readonly string[] = ["source", "id", "seq", "daemon", ...columns.filter((column) => column !== "id")];
const allColumns: readonly string[] = [...written, "duration_bucket", "ttft_bucket"];

/** Of several writes of one row the latest stays, in whatever order and however often they arrive. */
const insertSql = `INSERT INTO proxy_requests (${allColumns.join(", ")})
  SELECT ${allColumns.join(", ")} FROM json_populate_recordset(NULL::proxy_requests, $1::text::json)
  ON CONFLICT (source, id) DO UPDATE SET
  ${allColumns.map((column) => `${column} = excluded.${column}`).join(", ")}
  WHERE proxy_requests.seq < excluded.seq`;

/** Writes rows of this ledger; one that is there already is not counted twice. */
export const writeRows = async (
  query: Query,
  { source, daemon }: { readonly source: string; readonly daemon: string },
  rows: readonly SpooledRow[],
): Promise<void> => {
  const text = JSON.stringify(rows.map((row) => ({ ...valuesOf(row), source, daemon: taken(daemon), seq: row.seq })));
  await query(insertSql, [text]);
};

const valuesOf = ({ values }: SpooledRow): object => {
  const counted = countedOf(columns.map((column) => values[column] ?? null));
  const { duration, first } = shareIn(counted);
  const clean = Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === "string" ? taken(value) : value]),
  );
  return { ...clean, duration_bucket: duration, ttft_bucket: first };
};

/** PostgreSQL has no text with a zero in it, and none that is no Unicode: a client may have sent either. */
const taken = (text: string): string => text.replaceAll("\0", "\ufffd").toWellFormed();
