import type { Database } from "bun:sqlite";
import { columns } from "./row.ts";

/** Rows go out in batches of so many: a few milliseconds of this thread, and half a megabyte on the way. */
const batchRows = 500;

/** A row that is to go out: its values by the columns that have one, and when it was noted. */
export type SpooledRow = { readonly seq: number; readonly id: string; readonly values: SpooledValues };

/** What a row knows, by its columns; what is null is left out. */
export type SpooledValues = Readonly<Record<string, string | number>>;

/** The oldest rows that wait; `last` is the number up to which notes are settled when they have arrived. */
export type Batch = { readonly rows: readonly SpooledRow[]; readonly last: number };

/** Which rows the ledger elsewhere does not have yet: a note for each time that one was written, in that order. */
export type Spool = {
  /** Names this ledger for ever, whoever has its file: with the id of a row it is what nothing is counted twice by. */
  readonly source: string;
  /** Notes a row; belongs into the transaction that writes it. */
  readonly add: (id: string) => void;
  /** Gives up the oldest where more wait than may. */
  readonly keepWithin: () => void;
  /** Null when none waits. */
  readonly take: () => Batch | null;
  /** They have arrived, but for those that are given up: nobody takes them. */
  readonly settle: (batch: Batch, givenUp: number) => void;
  /** Notes a slice of the rows that were there before; true when there are more. */
  readonly fill: () => boolean;
  readonly waiting: () => number;
  /** Rows that will never arrive. */
  readonly givenUp: () => number;
  readonly close: () => void;
};

/** How a spool is kept. */
export type Spooling = {
  /** Names the place that the rows go to; another one gets all of them again. */
  readonly target: string;
  /** So many notes at most; the oldest are given up. */
  readonly maxRows: number;
  /** Whether the rows are only kept until they have arrived. */
  readonly isOnly: boolean;
};

/** No rows go anywhere: the next time that some do, all that are there go. */
export const endSpool = (database: Database): void => {
  if (database.query("SELECT 1 FROM spool WHERE target <> ''").get() === null) return;
  database.run("DELETE FROM outbox");
  database.run("UPDATE spool SET target = ''");
};

/** Opens the spool of this ledger. Rows that were written before it was kept are noted in slices. */
export const openSpool = (database: Database, { target, maxRows, isOnly }: Spooling): Spool => {
  const { source } = startedFor(database, target);
  const note = database.prepare("INSERT INTO outbox (id) VALUES (?)");
  const oldest = database.prepare<{ seq: number; id: string }, []>(
    `SELECT seq, id FROM outbox ORDER BY seq LIMIT ${batchRows}`,
  );
  const read = database.prepare(`SELECT ${columns.join(", ")} FROM requests WHERE id = ?`);
  // Notes go in order from the front alone, so their numbers tell how many there are.
  const count = database.prepare<{ n: number }, []>("SELECT coalesce(max(seq) - min(seq) + 1, 0) AS n FROM outbox");
  const waiting = (): number => count.get()?.n ?? 0;
  const giveUp = (count: number): void => {
    if (count > 0) database.query("UPDATE spool SET given_up = given_up + ?").run(count);
  };
  const drop = (upTo: number): number => {
    const sent = "SELECT id FROM outbox WHERE seq <= ?1";
    const later = "SELECT id FROM outbox WHERE seq > ?1";
    if (isOnly) database.query(`DELETE FROM requests WHERE id IN (${sent}) AND id NOT IN (${later})`).run(upTo);
    return database.query("DELETE FROM outbox WHERE seq <= ?").run(upTo).changes;
  };
  return {
    source,
    add: (id) => void note.run(id),
    keepWithin: database.transaction(() => {
      const excess = waiting() - maxRows;
      if (excess <= 0) return;
      const { first } = database.query("SELECT min(seq) AS first FROM outbox").get() as { first: number };
      giveUp(drop(first + excess - 1));
    }).immediate,
    take: () => {
      const notes = oldest.all();
      const last = notes.at(-1);
      if (last === undefined) return null;
      const latest = new Map(notes.map(({ seq, id }) => [id, seq])); // a row goes once, as it is now
      const rows = [...latest].flatMap(([id, seq]) => rowOf(seq, id, read.values(id)[0]));
      return { rows, last: last.seq };
    },
    settle: database.transaction((batch: Batch, givenUp: number) => {
      drop(batch.last);
      giveUp(givenUp);
    }).immediate,
    fill: () => fillSlice(database),
    waiting,
    givenUp: () => countOf(database, "SELECT given_up AS n FROM spool"),
    close: () => {
      for (const statement of [note, oldest, read, count]) statement.finalize();
    },
  };
};

/** No row from this id on may be forgotten: it has not gone where it is to go. */
export const firstUnsent = (database: Database): string => {
  const row = database
    .query<{ first: string | null; filling: string | null }, []>(
      `SELECT (SELECT min(id) FROM outbox) AS first,
         (SELECT filled_to FROM spool WHERE target <> '' AND filled_to < fill_until) AS filling`,
    )
    .get();
  return [row?.first ?? "~", row?.filling ?? "~"].sort()[0] ?? "~";
};

/** Another place than before has none of the rows. */
const startedFor = (database: Database, target: string): { readonly source: string } => {
  const known = database.query<{ source: string; target: string }, []>("SELECT source, target FROM spool").get();
  if (known?.target === target) return known;
  if (known === null) database.run("INSERT INTO spool VALUES (lower(hex(randomblob(8))), '', '', '', 0)");
  database.run("DELETE FROM outbox");
  database
    .query(
      `UPDATE spool SET target = ?, filled_to = '', given_up = 0,
         fill_until = coalesce((SELECT max(id) || ' ' FROM requests), '')`,
    )
    .run(target);
  return database.query("SELECT source FROM spool").get() as { source: string }; // just written
};

/** Notes some of those that were there before, the oldest first; true when there are more. */
const fillSlice = (database: Database): boolean => {
  const { filled_to: from, fill_until: until } = database.query("SELECT filled_to, fill_until FROM spool").get() as {
    filled_to: string;
    fill_until: string;
  };
  if (from >= until) return false;
  database
    .transaction(() => {
      const slice = database
        .query<{ id: string }, [string, string]>(
          `SELECT id FROM requests WHERE id > ? AND id < ? ORDER BY id LIMIT ${batchRows}`,
        )
        .all(from, until);
      const last = slice.length < batchRows ? until : (slice.at(-1)?.id ?? until);
      database
        .query(
          `INSERT INTO outbox (id) SELECT id FROM requests
         WHERE id > ? AND id <= ? AND id NOT IN (SELECT id FROM unfinished) ORDER BY id`,
        )
        .run(from, last);
      database.query("UPDATE spool SET filled_to = ?").run(last);
    })
    .immediate();
  return true;
};

const rowOf = (seq: number, id: string, values: readonly unknown[] | undefined): readonly SpooledRow[] => {
  if (values === undefined) return []; // forgotten meanwhile
  const known: Record<string, string | number> = {};
  for (const [place, column] of columns.entries()) {
    const value = values[place];
    if (typeof value === "string" || typeof value === "number") known[column] = value;
  }
  return [{ seq, id, values: known }];
};

const countOf = (database: Database, sql: string): number =>
  (database.query(sql).get() as { n: number } | null)?.n ?? 0;
