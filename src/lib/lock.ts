import { Database } from "bun:sqlite";

/** A lock that the kernel frees when its holder dies, however it dies. */
export type Lock = { readonly release: () => void };

/** Locks that are held: an unused Database would be collected, and its lock would vanish. */
const held = new Set<Database>();

/** Takes the lock behind this file; null when another process has it. */
export const takeLock = (file: string): Lock | null => {
  const database = new Database(file, { create: true });
  database.run("PRAGMA busy_timeout = 0");
  try {
    database.run("BEGIN EXCLUSIVE");
  } catch (thrown) {
    database.close();
    if (thrown instanceof Error && "code" in thrown && thrown.code === "SQLITE_BUSY") return null;
    throw thrown; // a file that is no lock, a disk that fails: nobody holds it
  }
  held.add(database);
  return {
    release: () => {
      held.delete(database);
      database.close();
    },
  };
};
