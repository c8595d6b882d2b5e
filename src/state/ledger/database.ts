import { Database } from "bun:sqlite";
import { chmodSync, closeSync, existsSync, openSync, readSync, renameSync, rmSync } from "node:fs";
import { ProxyError } from "../../core/errors.ts";
import { firstIdAt } from "../../lib/id.ts";
import { columns, type Grouping, type RowValues, type Stats, type StatsQuestion } from "./row.ts";
import { type Sample, statisticsOf } from "./statistics.ts";

/** Ids begin with the time, so the primary key is the index by time too. Each entry brings the schema one version further; never edited, only added to. */
export const migrations: readonly string[] = [
  `CREATE TABLE requests (
     id TEXT PRIMARY KEY, run TEXT NOT NULL, started_at INTEGER NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL,
     dialect TEXT, client TEXT, model TEXT, upstream TEXT, provider TEXT, stream INTEGER NOT NULL,
     attempts INTEGER NOT NULL, status INTEGER, outcome TEXT NOT NULL, error TEXT,
     bytes_in INTEGER NOT NULL, bytes_out INTEGER NOT NULL, ttft_ms REAL, duration_ms REAL NOT NULL
   ) WITHOUT ROWID;`,
  `ALTER TABLE requests ADD COLUMN model_used TEXT;
   ALTER TABLE requests ADD COLUMN session TEXT;
   ALTER TABLE requests ADD COLUMN turn INTEGER;
   ALTER TABLE requests ADD COLUMN input_tokens INTEGER;
   ALTER TABLE requests ADD COLUMN cache_read_tokens INTEGER;
   ALTER TABLE requests ADD COLUMN cache_write_tokens INTEGER;
   ALTER TABLE requests ADD COLUMN output_tokens INTEGER;
   ALTER TABLE requests ADD COLUMN reasoning_tokens INTEGER;
   ALTER TABLE requests ADD COLUMN usage_anomalies INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE requests ADD COLUMN cost_kind TEXT NOT NULL DEFAULT 'unknown';
   ALTER TABLE requests ADD COLUMN cost_micros INTEGER;
   ALTER TABLE requests ADD COLUMN saved_tokens INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE requests ADD COLUMN saved_micros INTEGER;
   ALTER TABLE requests ADD COLUMN cache_break TEXT;
   ALTER TABLE requests ADD COLUMN cache_break_micros INTEGER;`,
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
  schema = migrations,
): LedgerDatabase => {
  const database = openOrReplace(file, now, movedAside, schema);
  const names = columns.join(", ");
  const places = columns.map(() => "?").join(", ");
  const insert = database.prepare(`INSERT OR REPLACE INTO requests (${names}) VALUES (${places})`);
  const writeAll = database.transaction((rows: readonly RowValues[]) => {
    for (const row of rows) insert.run(...row);
  });
  return {
    write: (rows) => writeAll(rows),
    stats: (question) => statsIn(database, run, question),
    close: () => {
      insert.finalize();
      foldIn(database);
      database.close();
    },
  };
};

/** Brings what is beside the file into it, so that a copy of the one file is whole. */
const foldIn = (database: Database): void => {
  try {
    database.run("PRAGMA wal_checkpoint(TRUNCATE)");
  } catch {
    // a full disk: the rows are safe beside the file, and the next one who opens it finds them
  }
};

const statsIn = (database: Database, run: string, { since, by }: StatsQuestion): Stats => {
  // What is still running in this very run is journaled as interrupted too, but has not ended yet.
  const samples = database
    .query(
      `SELECT ${groupColumns[by]} AS name, status, outcome, bytes_in AS bytesIn, bytes_out AS bytesOut,
       ttft_ms AS ttftMs, duration_ms AS durationMs
       FROM requests WHERE id >= $first AND started_at >= $since AND NOT (outcome = 'I?' AND run = $run)`,
    )
    .all({ since, first: firstIdAt(since), run }) as Sample[]; // the columns above are the fields of a Sample
  return statisticsOf(samples, by === "hour" ? "name" : "largest");
};

/** What a ledger tells that no daemon has open. Changes nothing, not even a damaged one; throws `ledger_unreadable`. */
export const readLedger = (file: string, question: StatsQuestion): Stats => {
  let database: Database | null = null;
  try {
    database = new Database(file, { readonly: true, strict: true });
    return statsIn(database, "offline", question);
  } catch (cause) {
    const why = isCorrupt(cause) ? "is damaged" : `cannot be read (${cause instanceof Error ? cause.message : "?"})`;
    throw new ProxyError("ledger_unreadable", `The ledger ${file} ${why}. Nothing was changed.`, {
      hint: "Try: proxy-cli start   (a damaged ledger is moved aside and kept, and a new one begun)",
      cause,
    });
  } finally {
    database?.close();
  }
};

/** Refuses a ledger that a newer version of us has written: opening it would lose what only that version knows. */
export const refuseNewerLedger = (file: string): void => {
  const version = versionOf(file);
  if (version <= migrations.length) return;
  throw new ProxyError(
    "ledger_newer",
    `${file} was written by a newer version (schema ${version}, this one knows ${migrations.length}).`,
    { hint: "Update proxy-cli, or go without it this time: proxy-cli start --ledger off" },
  );
};

/**
 * What SQLite writes at this place of a file as its `user_version`. Opening it as a database would read all that lies
 * beside it after a kill, while the start waits. Zero for a file that is not there, or is none: that is told, and
 * mended, where it is opened.
 */
const versionOf = (file: string): number => {
  if (!existsSync(file)) return 0;
  try {
    const head = Buffer.alloc(64);
    const descriptor = openSync(file, "r");
    try {
      readSync(descriptor, head);
    } finally {
      closeSync(descriptor);
    }
    return isHeader(head) ? head.readUInt32BE(60) : 0;
  } catch {
    return 0;
  }
};

/** The file's name for itself, and the three numbers that are the same in every file (SQLite's file format, 1.3). */
const isHeader = (head: Buffer): boolean =>
  head.toString("latin1", 0, 16) === "SQLite format 3\0" && head[21] === 64 && head[22] === 32 && head[23] === 32;

type Schema = readonly string[];

const openOrReplace = (file: string, now: () => number, movedAside: (to: string) => void, schema: Schema): Database => {
  try {
    return openCurrent(file, schema);
  } catch (error) {
    if (!isCorrupt(error)) throw error;
    movedAside(moveAside(file, now()));
    return openCurrent(file, schema);
  }
};

/** Keeps a damaged ledger under another name, for who can mend it. */
export const moveAside = (file: string, at: number): string => {
  const aside = `${file}.corrupt-${at}`;
  for (const suffix of ["", "-wal", "-shm"]) {
    if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  }
  return aside;
};

const openCurrent = (file: string, schema: Schema): Database => {
  const database = new Database(file, { create: true, strict: true });
  try {
    return prepared(database, file, schema);
  } catch (thrown) {
    database.close();
    throw thrown;
  }
};

const prepared = (database: Database, file: string, schema: Schema): Database => {
  if (existsSync(file)) chmodSync(file, 0o600);
  database.run("PRAGMA journal_mode = WAL");
  database.run("PRAGMA synchronous = NORMAL");
  database.run("PRAGMA busy_timeout = 2000");
  const { user_version: version } = database.query("PRAGMA user_version").get() as { user_version: number };
  if (version > schema.length) {
    throw new Error(`${file} was written by a newer version (schema ${version}, this one knows ${schema.length}).`);
  }
  if (version === schema.length) return database;
  if (version > 0) backUp(database, `${file}.before-schema-${schema.length}`);
  database.transaction(() => {
    for (const sql of schema.slice(version)) database.run(sql);
    database.run(`PRAGMA user_version = ${schema.length}`);
  })();
  foldIn(database); // the version is looked up in the file itself
  return database;
};

/** A whole copy as it was before a migration; one that is there already was made by a try that did not get through. */
const backUp = (database: Database, to: string): void => {
  rmSync(to, { force: true });
  database.query("VACUUM INTO ?").run(to);
  chmodSync(to, 0o600);
};

/** Whether it is the file itself that is damaged. */
export const isCorrupt = (error: unknown): boolean =>
  error instanceof Error && "code" in error && /^SQLITE_(NOTADB|CORRUPT)/.test(String(error.code));
