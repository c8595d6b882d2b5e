import type { Database } from "bun:sqlite";
import type { RequestSummary } from "../../core/notice.ts";
import type { Routed } from "../../core/routed.ts";
import { isSummed, progressOf, statsIn } from "./answer.ts";
import { foldIn, openOrReplace } from "./file.ts";
import { idsLike, requestIn, routedIn } from "./of-request.ts";
import { rowsOfSession, type SessionSum, type SessionsQuestion, sumsOfSessions } from "./of-session.ts";
import { noChanges, rollupWriter } from "./rollups.ts";
import {
  type Counted,
  columns,
  countedOf,
  countedSql,
  type RowValues,
  runOf,
  type Stats,
  type StatsQuestion,
} from "./row.ts";
import { migrations } from "./schema.ts";
import { type SpentGroup, type SpentQuestion, spentIn } from "./spent.ts";
import { endSpool, openSpool, type Spool, type Spooling } from "./spool.ts";
import { type Translations, translationsIn } from "./translations.ts";
import { fillSlice, forgetSlice, type Keeping, keepAll, settle, shrinkSlice } from "./upkeep.ts";

/** The ledger's file. All calls are synchronous: it lives in a worker. */
export type LedgerDatabase = {
  /** Adds or completes rows, and what they add to the sums, all or none. */
  readonly write: (rows: readonly RowValues[]) => void;
  readonly stats: (question: StatsQuestion) => Stats;
  /** One that has ended; null where there is none. */
  readonly request: (id: string) => RequestSummary | null;
  /** How one was led. */
  readonly routed: (id: string) => Routed;
  /** The ids that begin so, the latest first. */
  readonly idsLike: (beginning: string, limit: number) => readonly string[];
  readonly translations: (since: number, until: number) => Translations;
  readonly ofSession: (session: string) => readonly RequestSummary[];
  readonly sessions: (question: SessionsQuestion) => readonly SessionSum[];
  readonly spent: (question: SpentQuestion) => readonly SpentGroup[];
  /** Whether a question about that time is answered at once; if not, `tidy` has to go on first. */
  readonly isReady: (since: number) => boolean;
  /** Does a little of what has to be done now and then; true when there is more of it. */
  readonly tidy: () => boolean;
  /** Whether so much lies beside the file that `tidy` should bring it in. */
  readonly isUnsettled: () => boolean;
  /** What a ledger elsewhere is still to have; null where there is none. */
  readonly spool: Spool | null;
  readonly close: () => void;
};

/** Places of the file that were written and wait beside it: about as many pages, together 4 MB. */
const mostUnsettled = 1000;

/** About as many does a slice of upkeep write. */
const slicePlaces = 200;

type Options = {
  readonly file: string;
  readonly run: string;
  /** A run that still answers what it had begun: nothing of it was interrupted. */
  readonly predecessor?: string | null;
  readonly now: () => number;
  readonly movedAside: (to: string) => void;
  readonly keeping?: Keeping;
  readonly schema?: readonly string[];
  /** Where its rows go beside this file; nowhere where it is missing. */
  readonly spooling?: Spooling | null;
};

/**
 * Opens the file, brings it up to date and counts what an earlier run left open as interrupted for good. A file that
 * is no database is moved aside (`ledger.db.corrupt-<time>`) and told through `movedAside`. Throws on a newer schema.
 */
export const openLedgerDatabase = ({
  file,
  run,
  predecessor = null,
  now,
  movedAside,
  keeping = keepAll,
  schema = migrations,
  spooling = null,
}: Options): LedgerDatabase => {
  const database = openOrReplace(file, now, movedAside, schema);
  const sums = rollupWriter(database);
  const spool = spoolIn(database, spooling);
  const rows = rowWriter(database, run, (id) => spool?.add(id));
  let unsettled = 0;
  // From its first word on a writer: what only turns into one is refused at once where another process has written since.
  const transact = database.transaction((work: (changes: ReturnType<typeof noChanges>) => void) => {
    const changes = noChanges();
    work(changes);
    unsettled += sums.write(changes);
  }).immediate;
  const settled = (): boolean => {
    if (unsettled < mostUnsettled) return false;
    settle(database);
    unsettled = 0;
    return true;
  };
  transact((changes) => settleEarlier(database, predecessor, changes, (id) => spool?.add(id)));
  return {
    write: (values) => transact((changes) => rows.write(values, changes)),
    stats: (question) => statsIn(database, question, run),
    ...asking(database, run),
    isReady: (since) => isReadyIn(database, since),
    isUnsettled: () => unsettled >= mostUnsettled,
    tidy: () => {
      if (settled()) return true;
      unsettled += slicePlaces;
      if (fillSlice(database, run, sums) || spool?.fill() === true) return true;
      return forgetSlice(database, keeping, now()) || shrinkSlice(database);
    },
    spool,
    close: () => {
      spool?.close();
      rows.close();
      sums.close();
      foldIn(database);
      database.close();
    },
  };
};

const isReadyIn = (database: Database, since: number): boolean => {
  const progress = progressOf(database);
  return progress !== null && isSummed(progress, since);
};

const spoolIn = (database: Database, spooling: Spooling | null): Spool | null => {
  if (spooling !== null) return openSpool(database, spooling);
  endSpool(database);
  return null;
};

type Asking = "request" | "routed" | "idsLike" | "translations" | "ofSession" | "sessions" | "spent";

/** Questions that the rows answer. */
const asking = (database: Database, run: string): Pick<LedgerDatabase, Asking> => ({
  request: (id) => requestIn(database, id, run),
  routed: (id) => routedIn(database, id),
  idsLike: (beginning, limit) => idsLike(database, beginning, limit),
  translations: (since, until) => translationsIn(database, since, until),
  ofSession: (session) => rowsOfSession(database, session, run),
  sessions: (question) => sumsOfSessions(database, question, run),
  spent: (question) => spentIn(database, question, run),
});

/** What an earlier run left open has been interrupted, and counts from now on. */
const settleEarlier = (
  database: Database,
  predecessor: string | null,
  changes: ReturnType<typeof noChanges>,
  noted: (id: string) => void,
): void => {
  const filledFrom = progressOf(database)?.filledFrom ?? "";
  const earlier = database
    .query<Counted, [string | null]>(
      `SELECT ${countedSql(new Set(columns))} FROM requests WHERE id IN (SELECT id FROM unfinished) AND run IS NOT ?`,
    )
    .all(predecessor);
  for (const row of earlier) {
    if (row.id >= filledFrom) changes.add(row, 1);
    noted(row.id);
  }
  database.run("DELETE FROM unfinished WHERE id NOT IN (SELECT id FROM requests WHERE run IS ? AND outcome = 'I?')", [
    predecessor,
  ]);
};

/** Writes rows, gathers what they change in the sums, and notes those that have ended. */
const rowWriter = (database: Database, run: string, noted: (id: string) => void) => {
  const places = columns.map(() => "?").join(", ");
  const find = database.prepare<Counted, [string]>(`SELECT ${countedSql(new Set(columns))} FROM requests WHERE id = ?`);
  const into = `INTO requests (${columns.join(", ")}) VALUES (${places})`;
  const begin = database.prepare(`INSERT OR IGNORE ${into}`);
  const replace = database.prepare(`INSERT OR REPLACE ${into}`);
  const open = database.prepare("INSERT OR IGNORE INTO unfinished (id) VALUES (?)");
  const end = database.prepare("DELETE FROM unfinished WHERE id = ?");
  const write = (values: RowValues, filledFrom: string, changes: ReturnType<typeof noChanges>): void => {
    const row = countedOf(values);
    const isOpen = row.outcome === "I?" && runOf(values) === run;
    const isCounted = row.id >= filledFrom; // the others are counted when their turn comes
    if (begin.run(...values).changes > 0) {
      if (isOpen) {
        open.run(row.id);
        return;
      }
      if (isCounted) changes.add(row, 1);
      return noted(row.id);
    }
    if (isOpen) return; // it has ended already, or is known to be open
    const before = find.get(row.id);
    const wasOpen = before !== null && end.run(row.id).changes > 0;
    if (before !== null && !wasOpen && isCounted) changes.add(before, -1);
    replace.run(...values);
    if (isCounted) changes.add(row, 1);
    noted(row.id);
  };
  return {
    write: (all: readonly RowValues[], changes: ReturnType<typeof noChanges>): void => {
      const filledFrom = progressOf(database)?.filledFrom ?? "";
      for (const values of all) write(values, filledFrom, changes);
    },
    close: () => {
      for (const statement of [find, begin, replace, open, end]) statement.finalize();
    },
  };
};
