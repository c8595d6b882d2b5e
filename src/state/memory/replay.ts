import { Database } from "bun:sqlite";
import { chmodSync } from "node:fs";
import type { Decision, Replay } from "../../core/memory.ts";

/** The decisions of one installation. */
export type ReplayStore = Replay & {
  /** Whether anything was ever decided. */
  readonly hasAny: () => boolean;
  readonly close: () => void;
};

/** Each entry brings the schema one version further; never edited, only added to. */
const migrations: readonly string[] = [
  "CREATE TABLE decisions (key TEXT PRIMARY KEY, at INTEGER NOT NULL, data TEXT NOT NULL) WITHOUT ROWID;",
];

/** Opens the file of decisions; null = they are kept as long as the process lives. */
export const openReplay = (file: string | null, now: () => number): ReplayStore => {
  const database = opened(file);
  const put = database.query("INSERT OR REPLACE INTO decisions VALUES ($key, $at, $data)");
  const get = database.query("SELECT data FROM decisions WHERE key = $key");
  let isEmpty = database.query("SELECT 1 FROM decisions LIMIT 1").get() === null;
  const decisionAt = (key: string): Decision | null => {
    const row = get.get({ key }) as { readonly data: string } | null; // the column above
    return row === null ? null : (JSON.parse(row.data) as Decision); // as `write` wrote it
  };
  return {
    hasAny: () => !isEmpty,
    read: async (keys) => {
      const found = new Map<string, Decision>();
      for (const key of isEmpty ? [] : keys) {
        const decision = decisionAt(key);
        if (decision !== null) found.set(key, decision);
      }
      return found;
    },
    write: async (decisions) => {
      const at = now();
      isEmpty = false;
      database.transaction(() => {
        for (const [key, decision] of decisions) put.run({ key, at, data: JSON.stringify(decision) });
      })();
    },
    close: () => database.close(),
  };
};

const opened = (file: string | null): Database => {
  const database = new Database(file ?? ":memory:", { create: true, strict: true });
  if (file !== null) chmodSync(file, 0o600);
  database.run("PRAGMA journal_mode = WAL");
  database.run("PRAGMA synchronous = NORMAL");
  const { user_version: version } = database.query("PRAGMA user_version").get() as { user_version: number };
  database.transaction(() => {
    for (const sql of migrations.slice(version)) database.run(sql);
    database.run(`PRAGMA user_version = ${migrations.length}`);
  })();
  return database;
};
