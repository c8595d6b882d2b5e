import type { Database } from "bun:sqlite";

/** What is shorter is not worth packing. */
const leastPacked = 2048;

/** So many are packed in one go, and looked at when room is needed. */
const atOnce = 16;

/** So many names of what is gone are known: "it was here" is another answer than "nobody knows it". */
const mostGone = 20_000;

/** Lets go what is too old, then the oldest until the rest has room. What is pinned stays. */
export const makeRoom = (database: Database, limits: { readonly since: number; readonly maxBytes: number }): void => {
  database.transaction(() => {
    const { since, maxBytes } = limits;
    letGo(database, idsOf(database, "is_pinned = 0 AND at < $since", { since }));
    const sum = database.query("SELECT coalesce(sum(length(text)), 0) AS bytes FROM originals");
    let left = (sum.get() as { bytes: number }).bytes - maxBytes;
    while (left > 0) {
      const oldest = database
        .query(`SELECT id, length(text) AS bytes FROM originals WHERE is_pinned = 0 ORDER BY at, rowid LIMIT ${atOnce}`)
        .all() as { id: string; bytes: number }[]; // the columns above
      const going: string[] = [];
      for (const { id, bytes } of oldest) {
        if (left <= 0) break;
        going.push(id);
        left -= bytes;
      }
      if (going.length === 0) break; // all that is left is pinned
      letGo(database, going);
    }
    database
      .query(`DELETE FROM gone WHERE id NOT IN (SELECT id FROM gone ORDER BY at DESC, rowid DESC LIMIT ${mostGone})`)
      .run();
  })();
  database.run("PRAGMA wal_checkpoint(PASSIVE)");
};

const idsOf = (database: Database, where: string, named: Record<string, number>): readonly string[] =>
  database
    .query(`SELECT id FROM originals WHERE ${where}`)
    .all(named)
    .map((row) => (row as { id: string }).id); // the column above

const letGo = (database: Database, ids: readonly string[]): void => {
  for (const id of ids) {
    database.query("INSERT OR REPLACE INTO gone SELECT id, at FROM originals WHERE id = $id").run({ id });
    database.query("DELETE FROM originals WHERE id = $id").run({ id });
    database.query("DELETE FROM places WHERE id = $id").run({ id });
  }
};

type Unpacked = { readonly id: string; readonly text: Uint8Array };

/** The next ones that would take less room. */
export const unpacked = (database: Database): readonly Unpacked[] =>
  database
    .query(`SELECT id, text FROM originals WHERE is_packed = 0 AND bytes >= ${leastPacked} LIMIT ${atOnce}`)
    .all() as Unpacked[]; // the columns above

/** Puts the packed text in the place of the plain one; where packing gains nothing it stays, and is not tried again. */
export const putPacked = (database: Database, id: string, packed: Uint8Array | null): void => {
  if (packed === null) database.query("UPDATE originals SET is_packed = 2 WHERE id = $id").run({ id });
  else database.query("UPDATE originals SET text = $packed, is_packed = 1 WHERE id = $id").run({ id, packed });
};

/** The text as it was given; null where it is not there. */
export const textAt = (database: Database, id: string): string | null => {
  const row = database.query("SELECT text, is_packed AS packing FROM originals WHERE id = $id").get({ id });
  if (row === null) return null;
  const { text, packing } = row as { text: Uint8Array; packing: number }; // the columns above
  return Buffer.from(packing === 1 ? Bun.zstdDecompressSync(text) : text).toString("utf8");
};
