import type { Query } from "./connection.ts";

/** The tables have been made by a newer version; what it means by them is not known here. */
export class NewerSchema extends Error {
  override readonly name = "NewerSchema";

  constructor(there: number, here: number) {
    super(`its tables were made by a newer proxy-cli (schema ${there}, this one knows ${here}): upgrade this one`);
  }
}

/**
 * Each entry brings the tables one version further; never edited, only added to. `source` and `id` name a row for ever,
 * `seq` grows with each change of it, `daemon` is what people call where it comes from. The buckets are those of
 * `histogram.ts`, so that times add up as they do in a ledger of one's own.
 */
export const postgresMigrations: readonly string[] = [
  `CREATE TABLE proxy_requests (
     source text NOT NULL, id text NOT NULL, seq bigint NOT NULL, daemon text NOT NULL,
     run text NOT NULL, started_at bigint NOT NULL, method text NOT NULL, path text NOT NULL,
     dialect text, client text, model text, upstream text, provider text, stream smallint NOT NULL,
     attempts bigint NOT NULL, status bigint, outcome text NOT NULL, error text,
     bytes_in bigint NOT NULL, bytes_out bigint NOT NULL, ttft_ms double precision, duration_ms double precision NOT NULL,
     model_used text, session text, turn bigint,
     input_tokens bigint, cache_read_tokens bigint, cache_write_tokens bigint, output_tokens bigint,
     reasoning_tokens bigint, usage_anomalies bigint NOT NULL, cost_kind text NOT NULL, cost_micros bigint,
     saved_tokens bigint NOT NULL, saved_micros bigint, reads_lost_micros bigint, extra_writes_micros bigint,
     own_calls_micros bigint NOT NULL, memory_mode text, memory_edits bigint NOT NULL, prefix_break text,
     cache_break text, cache_break_micros bigint, model_sent text, translated text, rule text, routed text,
     duration_bucket smallint, ttft_bucket smallint,
     PRIMARY KEY (source, id)
   );
   CREATE INDEX proxy_requests_by_time ON proxy_requests (started_at);`,
  `ALTER TABLE proxy_requests ADD COLUMN answer_cache text;
   ALTER TABLE proxy_requests ADD COLUMN avoided_input_tokens bigint;
   ALTER TABLE proxy_requests ADD COLUMN avoided_output_tokens bigint;
   ALTER TABLE proxy_requests ADD COLUMN avoided_micros bigint;`,
];

/** Any number that nobody else locks by. */
const lockNumber = 7_266_510_021;

/** Makes the tables or brings them up to date; of several that try at once one does it. Throws `NewerSchema`. */
export const bringUpToDate = async (query: Query): Promise<void> => {
  if ((await versionIn(query)) === postgresMigrations.length) return; // needs no right to make anything
  await query("SELECT pg_advisory_xact_lock($1)", [lockNumber]);
  const version = await versionIn(query);
  if (version > postgresMigrations.length) throw new NewerSchema(version, postgresMigrations.length);
  if (version === 0) await query("CREATE TABLE IF NOT EXISTS proxy_ledger (version bigint NOT NULL)");
  for (const statement of postgresMigrations.slice(version).flatMap(statementsIn)) await query(statement);
  await query("DELETE FROM proxy_ledger");
  await query("INSERT INTO proxy_ledger VALUES ($1)", [postgresMigrations.length]);
};

/** Looks whether the tables can be read. Throws `NewerSchema`. */
export const refuseNewer = async (query: Query): Promise<void> => {
  const version = await versionIn(query);
  if (version > postgresMigrations.length) throw new NewerSchema(version, postgresMigrations.length);
};

/** A query with values beside it is one statement. */
const statementsIn = (migration: string): readonly string[] =>
  migration
    .split(";")
    .map((statement) => statement.trim())
    .filter((statement) => statement !== "");

/** From the catalogue's table and not by `to_regclass`: that goes on to say no, in a transaction that has once heard it. */
const isThere = `SELECT 1 FROM pg_catalog.pg_tables
  WHERE tablename = 'proxy_ledger' AND schemaname = ANY (current_schemas(false))`;

const versionIn = async (query: Query): Promise<number> => {
  if ((await query(isThere)).length === 0) return 0;
  const [row] = await query("SELECT version FROM proxy_ledger");
  return Number(row?.["version"] ?? 0);
};
