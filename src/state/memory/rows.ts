import type { Database } from "bun:sqlite";
import type { KeptOriginal, Original, OriginalsFigures, WhichOriginals } from "../../core/memory.ts";

/** The schema of `originals.db`. */
export const originalsSchema: readonly string[] = [
  `CREATE TABLE originals (
     id TEXT PRIMARY KEY, text BLOB NOT NULL, is_packed INTEGER NOT NULL DEFAULT 0, bytes INTEGER NOT NULL,
     tokens INTEGER NOT NULL, importance REAL NOT NULL, at INTEGER NOT NULL, last_used_at INTEGER NOT NULL,
     is_pinned INTEGER NOT NULL DEFAULT 0, recalled INTEGER NOT NULL DEFAULT 0);
   CREATE INDEX originals_by_time ON originals (is_pinned, at);
   CREATE TABLE places (
     id TEXT NOT NULL, session TEXT NOT NULL, source TEXT NOT NULL, entry INTEGER, at INTEGER NOT NULL,
     PRIMARY KEY (id, session)) WITHOUT ROWID;
   CREATE INDEX places_by_session ON places (session, at);
   CREATE TABLE gone (id TEXT PRIMARY KEY, at INTEGER NOT NULL);`,
];

/** Where nobody knows the conversation. */
export const noSession = "";

/** Keeps them, in one go; of one that is kept already only the time and the place. */
export const putOriginals = (database: Database, originals: readonly Original[], at: number): void =>
  database.transaction(() => {
    const put = database.query(
      `INSERT INTO originals (id, text, bytes, tokens, importance, at, last_used_at)
       VALUES ($id, $text, $bytes, $tokens, $importance, $at, $at)
       ON CONFLICT (id) DO UPDATE SET at = $at, importance = max(importance, $importance)`,
    );
    const place = database.query("INSERT OR REPLACE INTO places VALUES ($id, $session, $source, $entry, $at)");
    const back = database.query("DELETE FROM gone WHERE id = $id");
    for (const { id, text, source, entry, tokens, importance } of originals) {
      const bytes = Buffer.from(text);
      put.run({ id, text: bytes, bytes: bytes.length, tokens, importance, at });
      place.run({ id, session: noSession, source, entry, at });
      back.run({ id });
    }
  })();

/** These came up in that conversation. */
export const placeIn = (database: Database, ids: readonly string[], session: string): void =>
  database.transaction(() => {
    const place = database.query(
      "UPDATE OR REPLACE places SET session = $session WHERE id = $id AND session = $nobody",
    );
    for (const id of ids) place.run({ id, session, nobody: noSession });
  })();

const columns = `o.id AS id, o.bytes AS bytes, o.tokens AS tokens, o.importance AS importance, o.at AS at,
  o.last_used_at AS lastUsedAt, o.is_pinned AS isPinned, o.recalled AS timesRecalled,
  p.source AS source, p.entry AS entry, p.session AS session`;

/** Of the conversations that it came up in, the latest whose name is known. */
const latestPlace = `p.session = (SELECT session FROM places l WHERE l.id = o.id ORDER BY l.session = '', l.at DESC LIMIT 1)`;

/** What is behind this time is over, where nobody has pinned it. */
const alive = "(o.is_pinned = 1 OR o.at >= $since)";

type Row = Omit<KeptOriginal, "isPinned" | "session"> & { readonly isPinned: 0 | 1; readonly session: string };

const keptFrom = (row: Row): KeptOriginal => ({
  ...row,
  isPinned: row.isPinned === 1,
  session: row.session === noSession ? null : row.session,
});

/** The latest first. */
export const listOriginals = (
  database: Database,
  { session, limit, since }: { readonly session: string | null; readonly limit: number; readonly since: number },
): readonly KeptOriginal[] => {
  const here = session === null ? latestPlace : "p.session = $session";
  const rows = database.query(
    `SELECT ${columns} FROM originals o JOIN places p ON p.id = o.id
     WHERE ${here} AND ${alive} ORDER BY p.at DESC, p.entry DESC, o.id LIMIT $limit`,
  );
  const named = session === null ? {} : { session };
  return rows.all({ ...named, since, limit: Math.min(limit, 1_000_000) }).map((row) => keptFrom(row as Row)); // the columns above
};

export const originalAt = (database: Database, id: string, since: number): KeptOriginal | "gone" | null => {
  const row = database
    .query(`SELECT ${columns} FROM originals o JOIN places p ON p.id = o.id WHERE o.id = $id AND ${latestPlace}`)
    .get({ id }) as Row | null; // the columns above
  if (row !== null) return row.isPinned === 1 || row.at >= since ? keptFrom(row) : "gone";
  return database.query("SELECT 1 FROM gone WHERE id = $id").get({ id }) === null ? null : "gone";
};

type Dropped = { readonly forgotten: number; readonly bytes: number };

/** Lets go what is meant, so that nothing of it is left in the file; gives what that was. */
export const dropOriginals = (database: Database, which: WhichOriginals): Dropped => {
  database.run("PRAGMA secure_delete = ON"); // pages that are free hold what was on them
  const dropped = dropRows(database, which);
  database.run("PRAGMA wal_checkpoint(TRUNCATE)");
  return dropped;
};

const dropRows = (database: Database, which: WhichOriginals): Dropped =>
  database.transaction(() => {
    // What came up in another conversation too stays for that one.
    if (which.which === "session")
      database.query("DELETE FROM places WHERE session = $session").run({ session: which.session });
    const [where, named] =
      which.which === "id"
        ? ["id = $id", { id: which.id }]
        : [which.which === "all" ? "1" : "id NOT IN (SELECT id FROM places)", {}];
    const lost = database.query(
      `SELECT count(*) AS forgotten, coalesce(sum(bytes), 0) AS bytes FROM originals WHERE ${where}`,
    );
    const told = lost.get(named) as { forgotten: number; bytes: number }; // the columns above
    database.query(`DELETE FROM originals WHERE ${where}`).run(named);
    database.query("DELETE FROM places WHERE id NOT IN (SELECT id FROM originals)").run();
    if (which.which === "all") database.query("DELETE FROM gone").run();
    return told;
  })();

type Sums = Pick<OriginalsFigures, "kept" | "pinned" | "bytes" | "tokens" | "oldestAt" | "recalls">;

/** Everything that is there, added up. */
export const originalsSums = (database: Database): Sums =>
  database
    .query(
      `SELECT count(*) AS kept, coalesce(sum(is_pinned), 0) AS pinned, coalesce(sum(length(text)), 0) AS bytes,
              coalesce(sum(tokens), 0) AS tokens, min(at) AS oldestAt, coalesce(sum(recalled), 0) AS recalls
       FROM originals`,
    )
    .get() as Sums; // the columns above

/** Somebody wanted it back. */
export const countRecall = (database: Database, id: string, at: number): void => {
  const count = "UPDATE originals SET recalled = recalled + 1, last_used_at = $at WHERE id = $id";
  database.query(count).run({ id, at });
};

/** Those that stay. */
export const pinnedIds = (database: Database): ReadonlySet<string> => {
  const rows = database.query("SELECT id FROM originals WHERE is_pinned = 1").all() as { readonly id: string }[]; // the column
  return new Set(rows.map(({ id }) => id));
};

/** It stays, or goes when its time comes. */
export const setPin = (database: Database, id: string, isPinned: boolean): void => {
  database.query("UPDATE originals SET is_pinned = $isPinned WHERE id = $id").run({ id, isPinned: isPinned ? 1 : 0 });
};
