import { Database } from "bun:sqlite";
import { chmodSync, existsSync } from "node:fs";
import { isCorrupt, moveAside } from "./ledger/file.ts";

/** What a small database is opened with. */
export type SmallDatabaseOptions = {
  /** Null = in memory: it lasts as long as the process. */
  readonly file: string | null;
  /** Each entry brings the schema one version further; never edited, only added to. */
  readonly migrations: readonly string[];
  /** Wall clock: a file that is moved aside is named by it. */
  readonly now: () => number;
  readonly movedAside: (to: string) => void;
};

/** A file of tables that fit into memory several times over. All calls are synchronous. */
export type SmallDatabase = {
  /**
   * Does something with it; where the file turns out to be damaged it is moved aside and the same is done once more in a
   * new one. Throws what `work` throws for any other reason.
   */
  readonly use: <Value>(work: (database: Database) => Value) => Value;
  readonly close: () => void;
};

/** Opens the file; one that is no database is moved aside (`<file>.corrupt-<time>`) and a new one is begun. Throws where a newer version of us has written it. */
export const openSmallDatabase = ({ file, migrations, now, movedAside }: SmallDatabaseOptions): SmallDatabase => {
  const anew = (error: unknown): Database => {
    if (file === null || !isCorrupt(error)) throw error;
    movedAside(moveAside(file, now()));
    return opened(file, migrations);
  };
  const first = (): Database => {
    try {
      return opened(file, migrations);
    } catch (error) {
      return anew(error);
    }
  };
  let database = first();
  return {
    use: (work) => {
      try {
        return work(database);
      } catch (error) {
        if (!isCorrupt(error)) throw error;
        database.close();
        database = anew(error);
        return work(database);
      }
    },
    close: () => database.close(),
  };
};

const opened = (file: string | null, migrations: readonly string[]): Database => {
  const database = new Database(file ?? ":memory:", { create: true, strict: true });
  try {
    database.run("PRAGMA busy_timeout = 2000"); // first: what follows takes the lock as well
    if (file !== null && existsSync(file)) chmodSync(file, 0o600);
    database.run("PRAGMA journal_mode = WAL");
    database.run("PRAGMA synchronous = NORMAL");
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
