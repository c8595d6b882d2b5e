import type { Database } from "bun:sqlite";
import { openSmallDatabase } from "../small-database.ts";
import type { SavedSession } from "./store.ts";

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
  const { use, close } = openSmallDatabase({ file, migrations, now, movedAside });
  return {
    load: (lastAt, id) => use((database) => read(database, now(), lastAt, id)),
    save: (sessions, gone) => use((database) => write(database, sessions, gone)),
    close,
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
