import { Database } from "bun:sqlite";
import { chmodSync } from "node:fs";
import { isCorrupt, moveAside } from "../ledger/file.ts";
import type { SavedSession } from "./store.ts";

/** Each entry brings the schema one version further; never edited, only added to. */
const migrations: readonly string[] = [
  `CREATE TABLE sessions (id TEXT PRIMARY KEY, last_at INTEGER NOT NULL, data TEXT NOT NULL) WITHOUT ROWID;
   CREATE INDEX sessions_by_time ON sessions (last_at);`,
  // In the order that they are written in: names are random, and each would be on a page of its own.
  `CREATE TABLE as_written (id TEXT PRIMARY KEY, last_at INTEGER NOT NULL, data TEXT NOT NULL);
   INSERT INTO as_written SELECT id, last_at, data FROM sessions ORDER BY last_at;
   DROP TABLE sessions;
   ALTER TABLE as_written RENAME TO sessions;`,
];

/** What nobody has used for so long is forgotten. */
const keptMs = 30 * 86_400_000;

/** The file of sessions. All calls are synchronous: it lives in a worker. */
export type SessionDatabase = {
  /** Some sessions behind this one, the longest unused first. */
  readonly load: (lastAt: number, id: string) => readonly SavedSession[];
  readonly save: (sessions: readonly SavedSession[], gone: readonly string[]) => void;
  readonly close: () => void;
};

/** Opens the file; one that is no database is moved aside (`memory.db.corrupt-<time>`) and told through `movedAside`. */
export const openSessionDatabase = (
  file: string,
  now: () => number,
  movedAside: (to: string) => void,
): SessionDatabase => {
  let database = openOrReplace(file, now, movedAside);
  const again = <Value>(work: (open: Database) => Value): Value => {
    try {
      return work(database);
    } catch (error) {
      if (!isCorrupt(error)) throw error;
      database.close();
      movedAside(moveAside(file, now()));
      database = openCurrent(file);
      return work(database);
    }
  };
  return {
    load: (lastAt, id) => again((open) => read(open, now(), lastAt, id)),
    save: (sessions, gone) => again((open) => write(open, sessions, gone)),
    close: () => database.close(),
  };
};

/** So many are read in one go: they are large, and who gets them has other things to do. */
const pageRows = 8;

const read = (database: Database, now: number, lastAt: number, id: string): readonly SavedSession[] => {
  if (lastAt === 0) database.query("DELETE FROM sessions WHERE last_at < $before").run({ before: now - keptMs });
  const rows = database.query(
    `SELECT id, last_at AS lastAt, data FROM sessions WHERE (last_at, id) > ($lastAt, $id)
     ORDER BY last_at, id LIMIT ${pageRows}`,
  );
  return rows.all({ lastAt, id }) as SavedSession[]; // the columns above are its fields
};

const write = (database: Database, sessions: readonly SavedSession[], gone: readonly string[]): void =>
  database.transaction(() => {
    const put = database.query("INSERT OR REPLACE INTO sessions VALUES ($id, $lastAt, $data)");
    for (const { id, lastAt, data } of sessions) put.run({ id, lastAt, data });
    const remove = database.query("DELETE FROM sessions WHERE id = $id");
    for (const id of gone) remove.run({ id });
  })();

const openOrReplace = (file: string, now: () => number, movedAside: (to: string) => void): Database => {
  try {
    return openCurrent(file);
  } catch (error) {
    if (!isCorrupt(error)) throw error;
    movedAside(moveAside(file, now()));
    return openCurrent(file);
  }
};

const openCurrent = (file: string): Database => {
  const database = new Database(file, { create: true, strict: true });
  try {
    chmodSync(file, 0o600);
    database.run("PRAGMA journal_mode = WAL");
    database.run("PRAGMA synchronous = NORMAL");
    database.run("PRAGMA busy_timeout = 2000");
    const { user_version: version } = database.query("PRAGMA user_version").get() as { user_version: number };
    if (version > migrations.length)
      throw new Error(`it was written by a newer version (schema ${version}, this one knows ${migrations.length})`);
    database.transaction(() => {
      for (const sql of migrations.slice(version)) database.run(sql);
      database.run(`PRAGMA user_version = ${migrations.length}`);
    })();
    return database;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
};
