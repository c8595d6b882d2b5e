import type { Database } from "bun:sqlite";
import type { Decision, Replay } from "../../core/memory.ts";
import { Latest } from "../sessions/latest.ts";
import { openSmallDatabase } from "../small-database.ts";

/** The decisions of one installation. */
export type ReplayStore = Replay & {
  /** Whether anything was ever decided. */
  readonly hasAny: () => boolean;
  readonly close: () => void;
};

const migrations: readonly string[] = [
  `CREATE TABLE decisions (key TEXT PRIMARY KEY, used_on INTEGER NOT NULL, data TEXT NOT NULL) WITHOUT ROWID;
   CREATE INDEX decisions_by_use ON decisions (used_on);`,
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
    const insert = database.query("INSERT OR REPLACE INTO decisions VALUES ($key, $usedOn, $data)");
    for (const [key, decision] of decisions) insert.run({ key, usedOn, data: JSON.stringify(decision) });
  })();
