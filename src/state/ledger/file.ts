import { Database } from "bun:sqlite";
import {
  chmodSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
} from "node:fs";
import { ProxyError } from "../../core/errors.ts";
import { migrations } from "./schema.ts";

/** Brings what is beside the file into it, so that a copy of the one file is whole; false where that did not work. */
export const foldIn = (database: Database): boolean => {
  try {
    const { busy } = database.query("PRAGMA wal_checkpoint(TRUNCATE)").get() as { readonly busy: number };
    return busy === 0;
  } catch {
    return false; // a full disk: the rows are safe beside the file, and the next one who opens it finds them
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

export const openOrReplace = (
  file: string,
  now: () => number,
  movedAside: (to: string) => void,
  schema: Schema,
): Database => {
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
  database.run("PRAGMA busy_timeout = 2000"); // first: opening takes the lock as well
  if (existsSync(file)) chmodSync(file, 0o600);
  database.run("PRAGMA auto_vacuum = INCREMENTAL"); // only counts in a file that has nothing in it yet
  database.run("PRAGMA journal_mode = WAL");
  database.run("PRAGMA synchronous = NORMAL");
  database.run("PRAGMA cache_size = -8000"); // KB: sums of sessions are all over the file
  database.run("PRAGMA wal_autocheckpoint = 0"); // no write waits for the disk: `tidy` does, between them
  const { user_version: version } = database.query("PRAGMA user_version").get() as { user_version: number };
  if (version > schema.length) {
    throw new Error(`${file} was written by a newer version (schema ${version}, this one knows ${schema.length}).`);
  }
  if (version === schema.length) return database;
  if (version > 0) backUp(database, file, `${file}.before-schema-${schema.length}`);
  database.transaction(() => {
    for (const sql of schema.slice(version)) database.run(sql);
    database.run(`PRAGMA user_version = ${schema.length}`);
  })();
  foldIn(database); // the version is looked up in the file itself
  return database;
};

/** A whole copy as it was before a migration; one that is there already was made by a try that did not get through. */
const backUp = (database: Database, file: string, to: string): void => {
  rmSync(to, { force: true });
  // Nobody else writes it: a copy of the file is whole once nothing lies beside it, and many times faster.
  if (foldIn(database)) copyFileSync(file, to, constants.COPYFILE_FICLONE);
  else database.query("VACUUM INTO ?").run(to);
  chmodSync(to, 0o600);
};

/** Whether it is the file itself that is damaged. */
export const isCorrupt = (error: unknown): boolean =>
  error instanceof Error && "code" in error && /^SQLITE_(NOTADB|CORRUPT)/.test(String(error.code));

/** Whether it is what was to be written that the file does not take. */
export const isRefused = (error: unknown): boolean =>
  error instanceof Error && "code" in error && /^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG)/.test(String(error.code));
