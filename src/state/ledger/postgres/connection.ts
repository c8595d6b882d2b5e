import { readFileSync } from "node:fs";
import { SQL } from "bun";
import type { PostgresAddress } from "../../../lib/postgres-address.ts";

/** One statement with its values beside it, never inside. Whole numbers of 64 bits come as texts. */
export type Query = (text: string, values?: readonly unknown[]) => Promise<readonly Record<string, unknown>[]>;

/** A PostgreSQL that may be away at any time. */
export type Postgres = {
  /**
   * Does all of it or nothing. Rejects after `limitMs` at the latest, whatever the server does, and then begins anew
   * with a new connection.
   */
  readonly transact: <Result>(limitMs: number, work: (query: Query) => Promise<Result>) => Promise<Result>;
  readonly close: () => Promise<void>;
};

/** It has not answered in time. */
export class TooLate extends Error {
  override readonly name = "TooLate";
}

/** So long may opening a connection take; seconds, as Bun counts here. */
const connectSeconds = 5;

/** A connection that nobody needs is closed after this. */
const idleSeconds = 60;

/**
 * The server gives up as well: what it has begun for us must not go on behind our back. And what it says that it has,
 * it must have after a crash too, however little its other users care.
 */
const carefully = `SELECT set_config('statement_timeout', $1, true),
  CASE current_setting('synchronous_commit') WHEN 'off' THEN set_config('synchronous_commit', 'on', true) END`;

/** Nothing is opened before it is needed; `prepare` is done first on each new connection. */
export const openPostgres = (
  address: PostgresAddress,
  prepare: (query: Query) => Promise<void> = async () => undefined,
  mode: "read committed" | "repeatable read read only" = "read committed",
): Postgres => {
  let client: { readonly sql: SQL; isPrepared: boolean } | null = null;
  const forget = async (): Promise<void> => {
    const last = client;
    client = null;
    await last?.sql.close({ timeout: 0 }).catch(() => undefined);
  };
  return {
    transact: async (limitMs, work) => {
      client ??= { sql: connectTo(address), isPrepared: false };
      const used = client;
      const all = used.sql.begin(`isolation level ${mode}`, async (transaction) => {
        const query: Query = (text, values = []) => transaction.unsafe(text, [...values]);
        await query(carefully, [String(limitMs)]);
        if (!used.isPrepared) await prepare(query);
        return work(query);
      });
      try {
        const result = await within(all, limitMs);
        used.isPrepared = true;
        return result;
      } catch (error) {
        // A refused statement leaves a connection that works; of all others nobody knows.
        if (client === used && stateOf(error) === null) await forget();
        throw error;
      }
    },
    close: forget,
  };
};

const within = async <Result>(work: Promise<Result>, limitMs: number): Promise<Result> => {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new TooLate("no answer in time")), limitMs);
  work.catch(() => undefined); // it may go on to fail when nobody waits any more
  return Promise.race([work, late.promise]).finally(() => clearTimeout(timer));
};

const connectTo = ({ host, port, database, user, password, socketFolder, tls, caFile }: PostgresAddress): SQL => {
  const ca = caFile === null ? {} : { tls: { ca: readFileSync(caFile, "utf8") } };
  // The mode goes by the address: of `tls` alone Bun checks no certificate.
  const url = new URL(`postgres://${host === "" ? "localhost" : host}:${port}/${encodeURIComponent(database)}`);
  url.searchParams.set("sslmode", tls);
  return new SQL({
    url: url.href,
    ...(socketFolder === null ? ca : { path: `${socketFolder}/.s.PGSQL.${port}` }),
    ...{ username: user, password, max: 1, idleTimeout: idleSeconds, connectionTimeout: connectSeconds },
    connection: { application_name: "proxy-cli" },
  });
};

/** The SQLSTATE with which the server refused; null where it did not say anything. */
export const stateOf = (error: unknown): string | null =>
  error instanceof SQL.PostgresError && error.code === "ERR_POSTGRES_SERVER_ERROR" && typeof error.errno === "string"
    ? error.errno
    : null;
