import type { Database } from "bun:sqlite";
import type { RequestSummary } from "../../core/notice.ts";
import { addRequest, groupOf, noFigures } from "./figures.ts";
import { whole } from "./of-request.ts";
import { requestSql, type StatsGroup } from "./row.ts";
import { columnsIn, lowestIdAt } from "./rows.ts";

/** What the requests of a session come to. */
export type SessionSum = {
  readonly id: string;
  /** When the first and the latest of them began. */
  readonly startedAt: number;
  readonly lastAt: number;
  /** Of the latest. */
  readonly client: string | null;
  readonly model: string | null;
  readonly upstream: string | null;
  readonly turn: number | null;
  /** The latest prompt whose size is known, in tokens. */
  readonly contextTokens: number | null;
  readonly figures: StatsGroup;
};

/** Which sessions are asked for: the latest with a request since then, so many at most, and these. */
export type SessionsQuestion = { readonly since: number; readonly limit: number; readonly also: readonly string[] };

/** So many of a session's requests are told, the latest of them. */
const mostRows = 10_000;

/** The requests of a session in their order; those that still run in `run` are not among them. */
export const rowsOfSession = (database: Database, session: string, run: string | null): readonly RequestSummary[] => {
  const there = columnsIn(database);
  if (!there.has("session")) return []; // an older ledger that nobody has opened since knows of none
  return database
    .query(
      `SELECT ${requestSql(there)} FROM requests WHERE session = $session AND NOT (outcome = 'I?' AND run IS $run)
       ORDER BY id DESC LIMIT ${mostRows}`,
    )
    .all({ session, run })
    .map((row) => whole(row as RequestSummary)) // the columns above are its fields
    .reverse();
};

/** Adds up the requests of a session; null where there are none. */
export const sumOfSession = (id: string, requests: readonly RequestSummary[]): SessionSum | null => {
  const [first, last] = [requests[0], requests.at(-1)];
  if (first === undefined || last === undefined) return null;
  const figures = noFigures();
  for (const request of requests) addRequest(figures, request, 1);
  return {
    id,
    startedAt: first.startedAt,
    lastAt: last.startedAt,
    client: last.client,
    model: last.modelUsed ?? last.model,
    upstream: last.upstream,
    turn: requests.findLast(({ turn }) => turn !== null)?.turn ?? null,
    contextTokens: requests.findLast(({ inputTokens }) => inputTokens !== null)?.inputTokens ?? null,
    figures: groupOf(id, figures),
  };
};

/** The sessions that are asked for, each with all of its requests. */
export const sumsOfSessions = (
  database: Database,
  { since, limit, also }: SessionsQuestion,
  run: string | null,
): readonly SessionSum[] =>
  [...new Set([...latestIn(database, since, limit), ...also])].flatMap(
    (id) => sumOfSession(id, rowsOfSession(database, id, run)) ?? [],
  );

/** Goes from one session to the next in the index: how many requests they have makes no difference. */
const latestIn = (database: Database, since: number, limit: number): readonly string[] => {
  if (!columnsIn(database).has("session")) return [];
  return database
    .query(
      `WITH RECURSIVE every (name) AS (
         SELECT min(session) FROM requests WHERE session IS NOT NULL
         UNION ALL
         SELECT (SELECT min(session) FROM requests WHERE session > every.name) FROM every WHERE every.name IS NOT NULL
       )
       SELECT name, (SELECT max(id) FROM requests WHERE session = every.name) AS latest FROM every
       WHERE name IS NOT NULL AND latest >= $first ORDER BY latest DESC LIMIT $limit`,
    )
    .all({ first: lowestIdAt(since), limit })
    .map((row) => (row as { name: string }).name);
};
