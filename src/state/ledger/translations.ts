import type { Database } from "bun:sqlite";
import type { Loss } from "../../core/translation.ts";
import { firstIdAt } from "../../lib/id.ts";
import { columnsIn, lowestIdAt } from "./rows.ts";

/** Requests that went out in another format than they came in. */
export type TranslatedPair = { readonly from: string; readonly to: string; readonly requests: number };

/** What they lost by one rule: in how many of them, and in how many places altogether. */
export type LossSum = Pick<Loss, "rule" | "what" | "count" | "why"> & { readonly requests: number };

/** The translations of some time, the most frequent first. Rows that have been forgotten are not among them. */
export type Translations = { readonly pairs: readonly TranslatedPair[]; readonly losses: readonly LossSum[] };

/** Nothing was translated. */
export const noTranslations: Translations = { pairs: [], losses: [] };

/** What was translated from this moment up to that one. Reads the rows of translated requests alone. */
export const translationsIn = (database: Database, since: number, until: number): Translations => {
  if (!columnsIn(database).has("translated")) return noTranslations;
  const span = {
    first: lowestIdAt(since),
    last: Number.isFinite(until) ? firstIdAt(until + 60_000) : "~",
    since,
    until: Math.min(until, Number.MAX_SAFE_INTEGER),
  };
  return {
    pairs: database.query<TranslatedPair, typeof span>(pairsSql).all(span),
    losses: database.query<LossSum, typeof span>(lossesSql).all(span),
  };
};

const wanted = `translated IS NOT NULL AND requests.id >= $first AND requests.id < $last AND started_at >= $since AND started_at < $until`;

const pairsSql = `SELECT coalesce(dialect, '(none)') AS "from", translated AS "to", count(*) AS requests
  FROM requests WHERE ${wanted} GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 50`;

const lossesSql = `SELECT json_extract(loss.value, '$[0]') AS rule, json_extract(loss.value, '$[1]') AS what,
    sum(json_extract(loss.value, '$[2]')) AS count, max(json_extract(loss.value, '$[3]')) AS why, count(*) AS requests
  FROM requests, json_each(routed, '$.l') AS loss WHERE ${wanted} AND json_valid(routed)
  GROUP BY 1, 2 ORDER BY 5 DESC, 1 LIMIT 100`;
