import { Database } from "bun:sqlite";
import { existsSync } from "node:fs";
import { restored, type Session } from "./record.ts";

/** Without a request for so long a session is over. */
const idleMs = 3_600_000;

/** Sessions of a daemon that does not run and that the next one would go on with, the latest first; none where the file cannot be read. */
export const readSessions = (file: string, now: number): readonly Session[] => {
  if (!existsSync(file)) return [];
  let database: Database | null = null;
  try {
    database = new Database(file, { readonly: true, strict: true });
    const rows = database.query("SELECT data FROM sessions WHERE last_at >= $since ORDER BY last_at DESC");
    return rows.all({ since: now - idleMs }).flatMap((row) => restored((row as { data: string }).data) ?? []);
  } catch {
    return []; // the ledger still tells what they took
  } finally {
    database?.close();
  }
};
