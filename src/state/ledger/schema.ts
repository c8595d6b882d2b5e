/** Ids begin with the time, so the primary key is the index by time too. Each entry brings the schema one version further; never edited, only added to. */
export const migrations: readonly string[] = [
  `CREATE TABLE requests (
     id TEXT PRIMARY KEY, run TEXT NOT NULL, started_at INTEGER NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL,
     dialect TEXT, client TEXT, model TEXT, upstream TEXT, provider TEXT, stream INTEGER NOT NULL,
     attempts INTEGER NOT NULL, status INTEGER, outcome TEXT NOT NULL, error TEXT,
     bytes_in INTEGER NOT NULL, bytes_out INTEGER NOT NULL, ttft_ms REAL, duration_ms REAL NOT NULL
   ) WITHOUT ROWID;`,
  `ALTER TABLE requests ADD COLUMN model_used TEXT;
   ALTER TABLE requests ADD COLUMN session TEXT;
   ALTER TABLE requests ADD COLUMN turn INTEGER;
   ALTER TABLE requests ADD COLUMN input_tokens INTEGER;
   ALTER TABLE requests ADD COLUMN cache_read_tokens INTEGER;
   ALTER TABLE requests ADD COLUMN cache_write_tokens INTEGER;
   ALTER TABLE requests ADD COLUMN output_tokens INTEGER;
   ALTER TABLE requests ADD COLUMN reasoning_tokens INTEGER;
   ALTER TABLE requests ADD COLUMN usage_anomalies INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE requests ADD COLUMN cost_kind TEXT NOT NULL DEFAULT 'unknown';
   ALTER TABLE requests ADD COLUMN cost_micros INTEGER;
   ALTER TABLE requests ADD COLUMN saved_tokens INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE requests ADD COLUMN saved_micros INTEGER;
   ALTER TABLE requests ADD COLUMN cache_break TEXT;
   ALTER TABLE requests ADD COLUMN cache_break_micros INTEGER;`,
  // rollups: sums of each name of a grouping in each span of time. unfinished: rows that were journaled and have not
  // ended, which are in no sum. progress: rows below filled_from are in no sum yet; rows before rows_from are gone.
  `CREATE TABLE rollups (
     span INTEGER NOT NULL, grouping TEXT NOT NULL, at INTEGER NOT NULL, name TEXT NOT NULL,
     requests INTEGER NOT NULL, ok INTEGER NOT NULL, limited INTEGER NOT NULL, cut INTEGER NOT NULL,
     aborted INTEGER NOT NULL, bytes_in INTEGER NOT NULL, bytes_out INTEGER NOT NULL,
     input_tokens INTEGER NOT NULL, input_known INTEGER NOT NULL,
     cache_read_tokens INTEGER NOT NULL, cache_read_known INTEGER NOT NULL, cacheable_tokens INTEGER NOT NULL,
     cache_write_tokens INTEGER NOT NULL, cache_write_known INTEGER NOT NULL,
     output_tokens INTEGER NOT NULL, output_known INTEGER NOT NULL,
     reasoning_tokens INTEGER NOT NULL, reasoning_known INTEGER NOT NULL,
     cost_micros INTEGER NOT NULL, cost_known INTEGER NOT NULL,
     estimated_requests INTEGER NOT NULL, estimated_micros INTEGER NOT NULL,
     saved_tokens INTEGER NOT NULL, saved_micros INTEGER NOT NULL, saved_known INTEGER NOT NULL,
     cache_breaks INTEGER NOT NULL, cache_break_micros INTEGER NOT NULL, cache_break_known INTEGER NOT NULL,
     durations BLOB NOT NULL, firsts BLOB NOT NULL,
     PRIMARY KEY (span, grouping, at, name)
   ) WITHOUT ROWID;
   CREATE TABLE unfinished (id TEXT PRIMARY KEY) WITHOUT ROWID;
   CREATE TABLE progress (filled_from TEXT NOT NULL, rows_from INTEGER NOT NULL);
   INSERT INTO progress SELECT CASE WHEN EXISTS (SELECT 1 FROM requests) THEN '~' ELSE '' END, 0;`,
  "CREATE INDEX requests_by_session ON requests (session, id) WHERE session IS NOT NULL;",
  // routed: how it was led, as `writtenRouted` writes it.
  `ALTER TABLE requests ADD COLUMN model_sent TEXT;
   ALTER TABLE requests ADD COLUMN translated TEXT;
   ALTER TABLE requests ADD COLUMN routed TEXT;
   CREATE INDEX requests_translated ON requests (id) WHERE translated IS NOT NULL;`,
  "ALTER TABLE requests ADD COLUMN rule TEXT;",
  `ALTER TABLE requests ADD COLUMN reads_lost_micros INTEGER;
   ALTER TABLE requests ADD COLUMN extra_writes_micros INTEGER;
   ALTER TABLE requests ADD COLUMN own_calls_micros INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE requests ADD COLUMN memory_mode TEXT;
   ALTER TABLE requests ADD COLUMN memory_edits INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE requests ADD COLUMN prefix_break TEXT;
   ALTER TABLE rollups ADD COLUMN reads_lost_micros INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE rollups ADD COLUMN extra_writes_micros INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE rollups ADD COLUMN own_calls_micros INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE rollups ADD COLUMN memory_edits INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE rollups ADD COLUMN prefix_breaks INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE rollups ADD COLUMN undeclared_breaks INTEGER NOT NULL DEFAULT 0;`,
  // outbox: rows that a ledger elsewhere is to have, a note for each time one was written. spool: what this ledger is
  // called there, where that is, and how far the rows are noted that were there before.
  `CREATE TABLE outbox (seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL);
   CREATE INDEX outbox_by_id ON outbox (id);
   CREATE TABLE spool (
     source TEXT NOT NULL, target TEXT NOT NULL, filled_to TEXT NOT NULL, fill_until TEXT NOT NULL,
     given_up INTEGER NOT NULL
   );`,
  `ALTER TABLE requests ADD COLUMN answer_cache TEXT;
   ALTER TABLE requests ADD COLUMN avoided_input_tokens INTEGER;
   ALTER TABLE requests ADD COLUMN avoided_output_tokens INTEGER;
   ALTER TABLE requests ADD COLUMN avoided_micros INTEGER;
   ALTER TABLE rollups ADD COLUMN answer_hits INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE rollups ADD COLUMN answer_misses INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE rollups ADD COLUMN avoided_tokens INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE rollups ADD COLUMN avoided_micros INTEGER NOT NULL DEFAULT 0;
   ALTER TABLE rollups ADD COLUMN avoided_known INTEGER NOT NULL DEFAULT 0;`,
];
