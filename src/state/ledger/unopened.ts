import { Database } from "bun:sqlite";
import { existsSync } from "node:fs";
import { ProxyError } from "../../core/errors.ts";
import type { RequestSummary } from "../../core/notice.ts";
import type { Routed } from "../../core/routed.ts";
import { statsIn } from "./answer.ts";
import { groupOf, noFigures } from "./figures.ts";
import { isCorrupt } from "./file.ts";
import { idsLike, requestIn, routedIn } from "./of-request.ts";
import { rowsOfSession, type SessionSum, type SessionsQuestion, sumsOfSessions } from "./of-session.ts";
import type { Stats, StatsQuestion } from "./row.ts";
import { columnsIn } from "./rows.ts";
import { type SpentGroup, type SpentQuestion, spentIn } from "./spent.ts";
import { noTranslations, type Translations, translationsIn } from "./translations.ts";

/** What a ledger tells that no daemon has open; nothing when there is none yet. Changes nothing, not even a damaged one; throws `ledger_unreadable`. */
export const readLedger = (file: string, question: StatsQuestion): Stats =>
  reading(file, { groups: [], total: groupOf("total", noFigures()) }, (database) => statsIn(database, question, null));

/** The requests of a session, in the same way. */
export const readSession = (file: string, session: string): readonly RequestSummary[] =>
  reading(file, [], (database) => rowsOfSession(database, session, null));

/** The latest sessions, in the same way. */
export const readSessionSums = (file: string, question: SessionsQuestion): readonly SessionSum[] =>
  reading(file, [], (database) => sumsOfSessions(database, question, null));

/** One request and how it was led, in the same way; null where there is none. */
export const readRequest = (file: string, id: string): { summary: RequestSummary; routed: Routed } | null =>
  reading(file, null, (database) => {
    const summary = requestIn(database, id, null);
    return summary === null ? null : { summary, routed: routedIn(database, id) };
  });

/** The ids that begin so, the latest first, in the same way. */
export const readIdsLike = (file: string, beginning: string, limit: number): readonly string[] =>
  reading(file, [], (database) => idsLike(database, beginning, limit));

/** What was spent, in the same way. */
export const readSpent = (file: string, question: SpentQuestion): readonly SpentGroup[] =>
  reading(file, [], (database) => spentIn(database, question, null));

/** What was translated in some time, in the same way. */
export const readTranslations = (file: string, since: number, until: number): Translations =>
  reading(file, noTranslations, (database) => translationsIn(database, since, until));

const reading = <Answer>(file: string, nothing: Answer, read: (database: Database) => Answer): Answer => {
  if (!existsSync(file)) return nothing;
  let database: Database | null = null;
  try {
    database = new Database(file, { readonly: true, strict: true });
    return columnsIn(database).size === 0 ? nothing : read(database); // a start that was killed had not made its table yet
  } catch (cause) {
    const why = isCorrupt(cause) ? "is damaged" : `cannot be read (${cause instanceof Error ? cause.message : "?"})`;
    throw new ProxyError("ledger_unreadable", `The ledger ${file} ${why}. Nothing was changed.`, {
      hint: "Try: proxy-cli start   (a damaged ledger is moved aside and kept, and a new one begun)",
      cause,
    });
  } finally {
    database?.close();
  }
};
