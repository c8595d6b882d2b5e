import type { Database } from "bun:sqlite";
import type { Decision, Made, Replay } from "../../core/memory.ts";
import type { MemoryStats, ShrinkerCount } from "../../core/memory-view.ts";
import { Latest } from "../sessions/latest.ts";
import { openSmallDatabase } from "../small-database.ts";

/** The decisions of one installation. */
export type ReplayStore = Replay & {
  /** Whether anything was ever decided. */
  readonly hasAny: () => boolean;
  /** That was of this conversation. */
  readonly belong: (made: Pick<Made, "keys" | "isSealed">, session: string) => void;
  /** What was decided of a conversation, added up. */
  readonly ofSession: (session: string) => SessionDecisions;
  /** Everything that goes out other than it comes, added up. */
  readonly sums: () => Pick<MemoryStats, "edits" | "editedTokens" | "shrinkers">;
  /** What was decided of a conversation is over: from now on its pieces go out as they come. Gives their keys. */
  readonly reset: (session: string) => readonly string[];
  readonly close: () => void;
};

/** What was decided of one conversation. */
export type SessionDecisions = {
  /** How many of its pieces go out other than they come, and the tokens that are left out with them. */
  readonly edits: number;
  readonly tokens: number;
  /** Whether the vendor has sealed a thought over one of them: it would refuse the conversation in another form. */
  readonly isSealed: boolean;
};

const migrations: readonly string[] = [
  `CREATE TABLE decisions (key TEXT PRIMARY KEY, used_on INTEGER NOT NULL, data TEXT NOT NULL) WITHOUT ROWID;
   CREATE INDEX decisions_by_use ON decisions (used_on);`,
  // Decisions are found by what was said; whose conversation that was is only for people who want to undo them.
  `ALTER TABLE decisions ADD COLUMN session TEXT;
   CREATE INDEX decisions_by_session ON decisions (session) WHERE session IS NOT NULL;
   CREATE TABLE sealed (session TEXT PRIMARY KEY) WITHOUT ROWID;`,
];

/** Agents keep their transcripts for some 30 days and go on with them: what nobody has sent for longer is forgotten. */
const keptDays = 45;

/** Pieces of which is known without asking the file what was decided, or that nothing was: about 60 MB. */
const maxAtHand = 200_000;

const dayMs = 86_400_000;

type AtHand = { readonly decision: Decision; usedOn: number };

/**
 * Opens the file of decisions; null = they are kept as long as the process lives. A damaged file is moved aside, which
 * costs the conversations in it a cache each, and `onTrouble` hears of it.
 */
export const openReplay = (
  file: string | null,
  now: () => number,
  onTrouble: (what: string) => void = () => undefined,
): ReplayStore => {
  const movedAside = (to: string): void =>
    onTrouble(`The file of what was left out of conversations was damaged; it has been moved to ${to}.`);
  const { use, close } = openSmallDatabase({ file, migrations, now, movedAside });
  const today = (): number => Math.floor(now() / dayMs);
  const atHand = new Latest<AtHand | null>(maxAtHand);
  use((database) =>
    database.query("DELETE FROM decisions WHERE used_on < $before").run({ before: today() - keptDays }),
  );
  let isEmpty = use((database) => database.query("SELECT 1 FROM decisions LIMIT 1").get()) === null;

  return {
    hasAny: () => !isEmpty,
    close,
    read: (keys) => {
      if (isEmpty) return Promise.resolve(new Map());
      const missing = keys.filter((key) => !atHand.has(key));
      if (missing.length > 0)
        for (const [key, row] of use((database) => rowsOf(database, missing))) atHand.add(key, row);
      const found = keys.flatMap((key) => {
        const one = atHand.get(key);
        return one == null ? [] : [[key, one] as const];
      });
      const day = today();
      const old = found.filter(([, { usedOn }]) => usedOn < day);
      for (const [, one] of old) one.usedOn = day;
      if (old.length > 0)
        use((database) =>
          touch(
            database,
            old.map(([key]) => key),
            day,
          ),
        );
      return Promise.resolve(new Map(found.map(([key, { decision }]) => [key, decision])));
    },
    write: (decisions) => {
      const usedOn = today();
      use((database) => put(database, decisions, usedOn));
      isEmpty = isEmpty && decisions.size === 0;
      for (const [key, decision] of decisions) atHand.add(key, { decision, usedOn });
      return Promise.resolve();
    },
    ...bySession(use, (key) => atHand.add(key, null)),
  };
};

/** Decisions that cannot be kept: none is made. */
export const noReplay: ReplayStore = {
  hasAny: () => false,
  read: () => Promise.resolve(new Map()),
  write: () => Promise.reject(new Error("Nothing can be kept.")),
  belong: () => undefined,
  ofSession: () => ({ edits: 0, tokens: 0, isSealed: false }),
  reset: () => [],
  sums: () => ({ edits: 0, editedTokens: 0, shrinkers: [] }),
  close: () => undefined,
};

type Use = ReturnType<typeof openSmallDatabase>["use"];

const bySession = (
  use: Use,
  onForgotten: (key: string) => void,
): Pick<ReplayStore, "belong" | "ofSession" | "reset" | "sums"> => {
  const sealed = new Latest<true>(10_000);
  return {
    belong: ({ keys, isSealed }, session) => {
      if (keys.length > 0) use((database) => name(database, keys, session));
      if (isSealed && !sealed.has(session)) use((database) => seal(database, session));
      if (isSealed) sealed.add(session, true);
    },
    ofSession: (session) => use((database) => decisionsOf(database, session)),
    sums: () => use(sumsOf),
    reset: (session) => {
      const keys = use((database) => forget(database, session));
      for (const key of keys) onForgotten(key);
      return keys;
    },
  };
};

type Row = { readonly data: string; readonly usedOn: number };

const rowsOf = (database: Database, keys: readonly string[]): readonly (readonly [string, AtHand | null])[] => {
  const get = database.query("SELECT data, used_on AS usedOn FROM decisions WHERE key = $key");
  return keys.map((key) => {
    const row = get.get({ key }) as Row | null; // the columns above
    return [key, row === null ? null : { decision: JSON.parse(row.data) as Decision, usedOn: row.usedOn }]; // as `put` wrote it
  });
};

const touch = (database: Database, keys: readonly string[], usedOn: number): void =>
  database.transaction(() => {
    const update = database.query("UPDATE decisions SET used_on = $usedOn WHERE key = $key");
    for (const key of keys) update.run({ key, usedOn });
  })();

const put = (database: Database, decisions: ReadonlyMap<string, Decision>, usedOn: number): void =>
  database.transaction(() => {
    const insert = database.query(
      `INSERT INTO decisions (key, used_on, data) VALUES ($key, $usedOn, $data)
       ON CONFLICT (key) DO UPDATE SET used_on = $usedOn, data = $data`,
    );
    for (const [key, decision] of decisions) insert.run({ key, usedOn, data: JSON.stringify(decision) });
  })();

const name = (database: Database, keys: readonly string[], session: string): void =>
  database.transaction(() => {
    const update = database.query("UPDATE decisions SET session = $session WHERE key = $key AND session IS NULL");
    for (const key of keys) update.run({ key, session });
  })();

const seal = (database: Database, session: string): void => {
  database.query("INSERT OR IGNORE INTO sealed VALUES ($session)").run({ session });
};

const decisionsOf = (database: Database, session: string): SessionDecisions => {
  const rows = database.query("SELECT data FROM decisions WHERE session = $session").all({ session });
  const decisions = rows.map((row) => JSON.parse((row as Row).data) as Decision); // as `put` wrote it
  const edits = decisions.filter(({ steps }) => steps.length > 0);
  return {
    edits: edits.length,
    tokens: edits.reduce((sum, { before, after }) => sum + before - after, 0),
    isSealed: database.query("SELECT 1 FROM sealed WHERE session = $session").get({ session }) !== null,
  };
};

/** Gives the keys of what it has forgotten. */
const forget = (database: Database, session: string): readonly string[] =>
  database.transaction(() => {
    const rows = database.query("SELECT key FROM decisions WHERE session = $session").all({ session });
    database.query("DELETE FROM decisions WHERE session = $session").run({ session });
    database.query("DELETE FROM sealed WHERE session = $session").run({ session });
    return rows.map((row) => (row as { key: string }).key); // the column above
  })();

const sumsOf = (database: Database): Pick<MemoryStats, "edits" | "editedTokens" | "shrinkers"> => {
  const all = database
    .query(
      `SELECT count(*) AS edits, coalesce(sum(json_extract(data, '$.before') - json_extract(data, '$.after')), 0) AS editedTokens
       FROM decisions WHERE json_array_length(data, '$.steps') > 0`,
    )
    .get() as { edits: number; editedTokens: number }; // the columns above
  const shrinkers = database
    .query(
      `SELECT json_extract(step.value, '$.do') AS shrinker, count(*) AS edits
       FROM decisions, json_each(decisions.data, '$.steps') AS step GROUP BY 1 ORDER BY 2 DESC, 1`,
    )
    .all() as ShrinkerCount[]; // the columns above
  return { ...all, shrinkers };
};
