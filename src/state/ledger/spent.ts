import type { Database } from "bun:sqlite";
import { columnsIn, lowestIdAt } from "./rows.ts";

/** Whose spending is asked for: what began at this moment or later, of one session or one run where that is said. */
export type SpentQuestion = {
  readonly since: number;
  readonly session?: string | null;
  readonly label?: string | null;
};

/** What some requests that are alike came to; amounts as budgets have them. */
export type SpentGroup = {
  readonly client: string | null;
  readonly upstream: string | null;
  readonly model: string | null;
  readonly modelSent: string | null;
  readonly modelUsed: string | null;
  readonly token: string | null;
  readonly dollars: number;
  readonly tokens: number;
  readonly requests: number;
  readonly minutes: number;
  /** How many of the requests nobody knows the cost of. */
  readonly unknown: number;
  /** When the latest of them began. */
  readonly lastAt: number;
};

/** What has been spent; a request that still runs in `run` is not in it, one that was interrupted is of unknown cost. */
export const spentIn = (
  database: Database,
  { since, session = null, label = null }: SpentQuestion,
  run: string | null,
): readonly SpentGroup[] => {
  const there = columnsIn(database);
  if (!there.has("cost_kind") || !there.has("routed")) return []; // an older ledger, that nobody has opened since
  return database
    .query<SpentGroup, Bound>(
      `SELECT client, upstream, model, model_sent AS modelSent, model_used AS modelUsed,
              json_extract(routed, '$.p[0]') AS token,
              sum(coalesce(cost_micros, 0)) AS dollars,
              sum(coalesce(input_tokens, 0) + coalesce(output_tokens, 0)) AS tokens,
              sum(coalesce(json_extract(routed, '$.p[2]'), 1)) AS requests,
              sum(cast(round(duration_ms) AS INTEGER)) AS minutes,
              sum(cost_micros IS NULL) AS unknown,
              max(started_at) AS lastAt
       FROM requests
       WHERE id >= $first AND started_at >= $since AND NOT (outcome = 'I?' AND run IS $run)
         AND attempts > 0 AND cost_kind <> 'none'
         AND ($session IS NULL OR session = $session)
         AND ($label IS NULL OR json_extract(routed, '$.p[1]') = $label)
       GROUP BY 1, 2, 3, 4, 5, 6`,
    )
    .all({ first: lowestIdAt(since), since, run, session, label });
};

type Bound = {
  readonly first: string;
  readonly since: number;
  readonly run: string | null;
  readonly session: string | null;
  readonly label: string | null;
};
