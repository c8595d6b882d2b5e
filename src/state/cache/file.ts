import type { Database } from "bun:sqlite";
import { existsSync } from "node:fs";
import type { KeptAnswerView } from "../../core/cache-view.ts";
import { openSmallDatabase, type SmallDatabase } from "../small-database.ts";

/** Each entry brings the schema one version further; never edited, only added to. */
export const cacheSchema: readonly string[] = [
  `CREATE TABLE answers (
     key TEXT PRIMARY KEY, stored_at INTEGER NOT NULL, ends_at INTEGER NOT NULL, used_at INTEGER NOT NULL,
     hits INTEGER NOT NULL, bytes INTEGER NOT NULL, stream INTEGER NOT NULL, model TEXT, value BLOB NOT NULL
   );
   CREATE INDEX answers_by_use ON answers (used_at);
   CREATE INDEX answers_by_end ON answers (ends_at, bytes);`,
];

/** How often and when last an answer was given. */
export type Use = { readonly hits: number; readonly usedAt: number };

/** An answer as it is written. */
export type Row = Omit<KeptAnswerView, "hits"> & { readonly value: Uint8Array };

/** Answers in a file of their own. All calls are synchronous and throw what SQLite throws. */
export type AnswerFile = {
  /** Null where it is not there, or its time is over. */
  readonly get: (key: string, now: number) => Uint8Array | null;
  readonly put: (rows: readonly Row[]) => void;
  readonly use: (uses: ReadonlyMap<string, Use>) => void;
  /** Whether it was there. */
  readonly remove: (key: string) => boolean;
  /** Lets go what is over, then what was not asked for the longest, until the rest has room; gives how many went. */
  readonly trim: (now: number, maxBytes: number) => number;
  readonly clear: () => number;
  readonly sums: (now: number) => { readonly entries: number; readonly bytes: number };
  /** The latest used first; those whose key begins so. */
  readonly list: (beginning: string, limit: number, now: number) => readonly KeptAnswerView[];
  readonly close: () => void;
};

/** The file is made when something is written; null = in memory, as long as the process lives. */
export const openAnswerFile = (
  file: string | null,
  now: () => number,
  movedAside: (to: string) => void,
): AnswerFile => {
  let opened: SmallDatabase | null = null;
  const use = <Value>(work: (database: Database) => Value): Value => {
    opened ??= openSmallDatabase({ file, migrations: cacheSchema, now, movedAside });
    return opened.use(work);
  };
  const isThere = (): boolean => opened !== null || (file !== null && existsSync(file));
  const look = <Value>(nothing: Value, work: (database: Database) => Value): Value => (isThere() ? use(work) : nothing);
  return {
    get: (key, at) => look(null, (database) => valueAt(database, key, at)),
    put: (rows) => use((database) => database.transaction(() => putAll(database, rows))()),
    use: (uses) => look(undefined, (database) => database.transaction(() => useAll(database, uses))()),
    remove: (key) => look(false, (database) => database.run("DELETE FROM answers WHERE key = ?", [key]).changes > 0),
    trim: (at, maxBytes) => look(0, (database) => database.transaction(() => trimmed(database, at, maxBytes))()),
    clear: () => look(0, (database) => database.run("DELETE FROM answers").changes),
    sums: (at) => look({ entries: 0, bytes: 0 }, (database) => sumsOf(database, at)),
    list: (beginning, limit, at) => look([], (database) => listed(database, beginning, limit, at)),
    close: () => opened?.close(),
  };
};

const valueAt = (database: Database, key: string, now: number): Uint8Array | null =>
  database
    .query<{ value: Uint8Array }, [string, number]>("SELECT value FROM answers WHERE key = ? AND ends_at > ?")
    .get(key, now)?.value ?? null;

const putAll = (database: Database, rows: readonly Row[]): void => {
  const put = database.query(
    `INSERT OR REPLACE INTO answers (key, stored_at, ends_at, used_at, hits, bytes, stream, model, value)
     VALUES (?, ?, ?, ?, 0, ?, ?, ?, ?)`,
  );
  for (const { key, storedAt, endsAt, usedAt, bytes, isStream, model, value } of rows)
    put.run(key, storedAt, endsAt, usedAt, bytes, isStream ? 1 : 0, model, value);
};

const useAll = (database: Database, uses: ReadonlyMap<string, Use>): void => {
  const add = database.query("UPDATE answers SET hits = hits + ?, used_at = max(used_at, ?) WHERE key = ?");
  for (const [key, { hits, usedAt }] of uses) add.run(hits, usedAt, key);
};

const sumsOf = (database: Database, now: number): { readonly entries: number; readonly bytes: number } =>
  database
    .query<{ entries: number; bytes: number }, [number]>(
      "SELECT count(*) AS entries, coalesce(sum(bytes), 0) AS bytes FROM answers WHERE ends_at > ?",
    )
    .get(now) ?? { entries: 0, bytes: 0 };

const trimmed = (database: Database, now: number, maxBytes: number): number => {
  let gone = database.run("DELETE FROM answers WHERE ends_at <= ?", [now]).changes;
  let over = sumsOf(database, 0).bytes - maxBytes;
  const oldest = database.query<{ key: string; bytes: number }, []>(
    "SELECT key, bytes FROM answers ORDER BY used_at LIMIT 64",
  );
  while (over > 0) {
    for (const { key, bytes } of oldest.all()) {
      if (over <= 0) break;
      database.run("DELETE FROM answers WHERE key = ?", [key]);
      over -= bytes;
      gone++;
    }
  }
  return gone;
};

type Listed = Omit<KeptAnswerView, "isStream"> & { readonly stream: number };

const listed = (database: Database, beginning: string, limit: number, now: number): readonly KeptAnswerView[] =>
  database
    .query<Listed, [string, string, number, number]>(
      `SELECT key, stored_at AS storedAt, ends_at AS endsAt, used_at AS usedAt, hits, bytes, stream, model
       FROM answers WHERE key >= ? AND key < ? AND ends_at > ? ORDER BY used_at DESC, key LIMIT ?`,
    )
    .all(beginning, `${beginning}~`, now, limit)
    .map(({ stream, ...view }) => ({ ...view, isStream: stream === 1 }));
