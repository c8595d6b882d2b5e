import { Database } from "bun:sqlite";
import { chmodSync, existsSync, renameSync } from "node:fs";
import { firstIdAt } from "../../lib/id.ts";
import { columns, type Grouping, type RowValues, type Stats, type StatsQuestion } from "./row.ts";
import { type Sample, statisticsOf } from "./statistics.ts";

/** Ids begin with the time, so the primary key is the index by time too. Each entry brings the schema one version further; never edited, only added to. */
const migrations: readonly string[] = [
  `CREATE TABLE requests (
     id TEXT PRIMARY KEY, run TEXT NOT NULL, started_at INTEGER NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL,
     dialect TEXT, client TEXT, model TEXT, upstream TEXT, provider TEXT, stream INTEGER NOT NULL,
     attempts INTEGER NOT NULL, status INTEGER, outcome TEXT NOT NULL, error TEXT,
     bytes_in INTEGER NOT NULL, bytes_out INTEGER NOT NULL, ttft_ms REAL, duration_ms REAL NOT NULL
   ) WITHOUT ROWID;`,
];

/** Column expressions by grouping: a question names an entry of this table and never reaches the SQL as text. */
const groupColumns: Readonly<Record<Grouping, string>> = {
  upstream: "coalesce(upstream, '(none)')",
  model: "coalesce(model, '(none)')",
  hour: "strftime('%Y-%m-%dT%H:00Z', started_at / 1000, 'unixepoch')",
  status: "coalesce(CAST(status AS TEXT), 'left')",
  client: "coalesce(client, '(unknown)')",
  dialect: "coalesce(dialect, '(none)')",
};

/** The ledger's file. All calls are synchronous: it lives in a worker. */
export type LedgerDatabase = {
  /** Adds or completes rows, all or none. */
  readonly write: (rows: readonly RowValues[]) => void;
  readonly stats: (question: StatsQuestion) => Stats;
  readonly close: () => void;
};

/**
 * Opens the file, brings it up to date and marks what an earlier run left open as interrupted for good. A file that
 * is no database is moved aside (`ledger.db.corrupt-<time>`) and told through `movedAside`. Throws on a newer schema.
 */
export const openLedgerDatabase = (
  file: string,
  run: string,
  now: () => number,
  movedAside: (to: string) => void,
): LedgerDatabase => {
  const database = openOrReplace(file, now, movedAside);
  const names = columns.join(", ");
  const places = columns.map(() => "?").join(", ");
  const insert = database.prepare(`INSERT OR REPLACE INTO requests (${names}) VALUES (${places})`);
  const writeAll = database.transaction((rows: readonly RowValues[]) => {
    for (const row of rows) insert.run(...row);
  });
  return {
    write: (rows) => writeAll(rows),
    stats: ({ since, by }) => {
      // What is still running in this very run is journaled as interrupted too, but has not ended yet.
      const samples = database
        .query(
          `SELECT ${groupColumns[by]} AS name, status, outcome, bytes_in AS bytesIn, bytes_out AS bytesOut,
           ttft_ms AS ttftMs, duration_ms AS durationMs
           FROM requests WHERE id >= $first AND started_at >= $since AND NOT (outcome = 'I?' AND run = $run)`,
        )
        .all({ since, first: firstIdAt(since), run }) as Sample[]; // the columns above are the fields of a Sample
      return statisticsOf(samples, by === "hour" ? "name" : "largest");
    },
    close: () => database.close(),
  };
};

const openOrReplace = (file: string, now: () => number, movedAside: (to: string) => void): Database => {
  try {
    return openCurrent(file);
  } catch (error) {
    if (!isCorrupt(error)) throw error;
    const aside = `${file}.corrupt-${now()}`;
    for (const suffix of ["", "-wal", "-shm"]) {
      if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
    }
    movedAside(aside);
    return openCurrent(file);
  }
};

const openCurrent = (file: string): Database => {
  const database = new Database(file, { create: true, strict: true });
  if (existsSync(file)) chmodSync(file, 0o600);
  database.run("PRAGMA journal_mode = WAL");
  database.run("PRAGMA synchronous = NORMAL");
  database.run("PRAGMA busy_timeout = 2000");
  const { user_version: version } = database.query("PRAGMA user_version").get() as { user_version: number };
  if (version > migrations.length) {
    throw new Error(`${file} was written by a newer version (schema ${version}, this one knows ${migrations.length}).`);
  }
  for (const [index, sql] of migrations.entries()) {
    if (index < version) continue;
    database.transaction(() => {
      database.run(sql);
      database.run(`PRAGMA user_version = ${index + 1}`);
    })();
  }
  return database;
};

const isCorrupt = (error: unknown): boolean =>
  error instanceof Error && "code" in error && /^SQLITE_(NOTADB|CORRUPT)/.test(String(error.code));
