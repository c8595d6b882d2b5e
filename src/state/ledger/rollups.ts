import type { Database } from "bun:sqlite";
import type { EvenTime } from "../../lib/zone.ts";
import { addSums, type Figures, noFigures, type Share, shareIn, sumColumns } from "./figures.ts";
import { repacked, unpackInto } from "./histogram.ts";
import { type Counted, names } from "./row.ts";

/** Sums are kept by the quarter of an hour, because there are time zones that begin their hours at one, and by the day in UTC. */
export const quarterMs = 900_000;
export const dayMs = 86_400_000;
export const spans: readonly number[] = [quarterMs, dayMs];

/** What is kept of each span: the names of one grouping, or all requests together. */
export type Kept = keyof typeof names | "all";
export const keptNames: readonly Kept[] = ["all", ...(Object.keys(names) as (keyof typeof names)[])];

/** A session is over within quarters, mostly: there are no days of it, and no second line to be written for each. */
const inSessions = { span: quarterMs, kept: "session" } as const;
const commonNames = keptNames.filter((kept) => kept !== inSessions.kept);

const nameIn = (kept: Kept, request: Counted): string => (kept === "all" ? "" : names[kept](request));

/** What is added to a line of the table. Of times only the buckets that get something: a line of one request is small. */
type Change = {
  readonly span: number;
  readonly kept: Kept;
  readonly at: number;
  readonly name: string;
  readonly sums: number[];
  readonly durations: Map<number, number>;
  readonly firsts: Map<number, number>;
};

/** What changes in the sums, gathered so that many requests of one quarter are one write. */
export type Changes = {
  /** A request comes in, or with -1 goes out again. */
  readonly add: (request: Counted, times: 1 | -1) => void;
  readonly all: () => Iterable<Change>;
};

/** What requests have in common that are added up before they come to their lines: the quarter and all names but the session's. */
type Alike = { readonly request: Counted; readonly quarter: number; readonly change: Change };

/** No change yet. */
export const noChanges = (): Changes => {
  const alike = new Map<string, Alike>();
  const sessions = new Map<string, Change>();
  return {
    all: () => [...linesOf(alike.values()), ...sessions.values()],
    add: (request, times) => {
      const share = shareIn(request);
      const quarter = Math.floor(request.startedAt / quarterMs) * quarterMs;
      const key = `${quarter}\n${commonNames.map((kept) => nameIn(kept, request)).join("\n")}`;
      const known = alike.get(key) ?? { request, quarter, change: noChange({ ...inSessions, at: quarter, name: "" }) };
      alike.set(key, known);
      addShare(known.change, share, times);
      const name = names.session(request);
      const line = `${quarter} ${name}`;
      const change = sessions.get(line) ?? noChange({ ...inSessions, at: quarter, name });
      sessions.set(line, change);
      addShare(change, share, times);
    },
  };
};

const linesOf = (alike: Iterable<Alike>): Iterable<Change> => {
  const lines = new Map<string, Change>();
  for (const { request, quarter, change } of alike)
    for (const kept of commonNames)
      for (const span of spans) {
        const at = Math.floor(quarter / span) * span;
        const name = nameIn(kept, request);
        const key = `${span} ${at} ${kept} ${name}`;
        const line = lines.get(key) ?? noChange({ span, kept, at, name });
        lines.set(key, line);
        addChange(line, change);
      }
  return lines.values();
};

const noChange = (line: Pick<Change, "span" | "kept" | "at" | "name">): Change => ({
  ...line,
  sums: sumColumns.map(() => 0),
  durations: new Map(),
  firsts: new Map(),
});

const addChange = (into: Change, from: Change): void => {
  addSums(into, from.sums, 1);
  for (const [bucket, times] of from.durations) addTo(into.durations, bucket, times);
  for (const [bucket, times] of from.firsts) addTo(into.firsts, bucket, times);
};

const addShare = (change: Change, { sums, duration, first }: Share, times: 1 | -1): void => {
  addSums(change, sums, times);
  if (duration !== null) addTo(change.durations, duration, times);
  if (first !== null) addTo(change.firsts, first, times);
};

const addTo = (counts: Map<number, number>, bucket: number, times: number): void => {
  counts.set(bucket, (counts.get(bucket) ?? 0) + times);
};

/** Writes changes into the sums; belongs into the transaction that changes the rows. */
export type RollupWriter = {
  /** Gives how many places of the file that are. */
  readonly write: (changes: Changes) => number;
  readonly close: () => void;
};

type Times = { readonly durations: Uint8Array; readonly firsts: Uint8Array };

const none: Times = { durations: new Uint8Array(), firsts: new Uint8Array() };

/** A writer into this ledger's sums. */
export const rollupWriter = (database: Database): RollupWriter => {
  const key = "span = ? AND grouping = ? AND at = ? AND name = ?";
  // Most lines that change are new where each request is a conversation: they are written without being looked for.
  const begin = database.prepare(
    `INSERT OR IGNORE INTO rollups (span, grouping, at, name, ${sumColumns.join(", ")}, durations, firsts)
     VALUES (${Array.from({ length: sumColumns.length + 6 }, () => "?").join(", ")})`,
  );
  const find = database.prepare<Times, [number, string, number, string]>(
    `SELECT durations, firsts FROM rollups WHERE ${key}`,
  );
  const add = database.prepare(
    `UPDATE rollups SET ${sumColumns.map((column) => `${column} = ${column} + ?`).join(", ")},
     durations = ?, firsts = ? WHERE ${key}`,
  );
  const write = ({ span, kept, at, name, sums, durations, firsts }: Change): void => {
    const line = [span, kept, at, name] as const;
    const first = [repacked(none.durations, durations), repacked(none.firsts, firsts)] as const;
    if (begin.run(...line, ...sums, ...first).changes > 0) return;
    const before = find.get(...line) ?? none;
    add.run(...sums, repacked(before.durations, durations), repacked(before.firsts, firsts), ...line);
  };
  return {
    write: (changes) => {
      let places = 0;
      for (const change of changes.all()) {
        places++;
        write(change);
      }
      return places;
    },
    close: () => {
      for (const statement of [begin, find, add]) statement.finalize();
    },
  };
};

const unpackTimes = ({ durations, firsts }: Figures, packedDurations: Uint8Array, packedFirsts: Uint8Array): void => {
  unpackInto(durations, packedDurations);
  unpackInto(firsts, packedFirsts);
};

/** Whole spans of one length: from this moment on, before that one. */
export type Stretch = { readonly span: number; readonly from: number; readonly to: number };

/** The whole spans between two moments that begin a quarter: days where they fit, quarters at both ends. */
export const stretches = (from: number, to: number): readonly Stretch[] => {
  const [firstDay, lastDay] = [Math.ceil(from / dayMs) * dayMs, Math.floor(to / dayMs) * dayMs];
  if (firstDay >= lastDay) return [{ span: quarterMs, from, to }];
  return [
    { span: quarterMs, from, to: firstDay },
    { span: dayMs, from: firstDay, to: lastDay },
    { span: quarterMs, from: lastDay, to },
  ].filter((stretch) => stretch.from < stretch.to);
};

const sums = sumColumns.map((column) => `sum(${column})`).join(", ");

/** The part of the table that these stretches are of. A place without an end has a number all the same: SQLite knows no infinity. */
const within = (kept: Kept, parts: readonly Stretch[]): string =>
  (kept === inSessions.kept ? inQuarters(parts) : parts)
    .map(
      ({ span, from, to }) =>
        `SELECT * FROM rollups WHERE span = ${span} AND grouping = '${kept}' AND at >= ${from} AND at < ${Math.min(to, Number.MAX_SAFE_INTEGER)}`,
    )
    .join(" UNION ALL ");

const inQuarters = (parts: readonly Stretch[]): readonly Stretch[] =>
  parts.map((part) => ({ ...part, span: quarterMs }));

/** The names with the most requests, the largest first. */
export const largestNames = (database: Database, kept: Kept, parts: readonly Stretch[], most: number): string[] =>
  database
    .query(`SELECT name FROM (${within(kept, parts)}) GROUP BY name ORDER BY sum(requests) DESC, name LIMIT ${most}`)
    .values()
    .map(([name]) => String(name));

/** The figures of these names in these stretches. */
export const figuresIn = (
  database: Database,
  kept: Kept,
  parts: readonly Stretch[],
  wanted: Iterable<string>,
): Map<string, Figures> => {
  const found = new Map<string, Figures>();
  const of = (name: string): Figures => {
    const figures = found.get(name) ?? noFigures();
    found.set(name, figures);
    return figures;
  };
  const list = JSON.stringify([...wanted]);
  const isWanted = "name IN (SELECT value FROM json_each(?))";
  const rows = database.query(`SELECT name, ${sums} FROM (${within(kept, parts)}) WHERE ${isWanted} GROUP BY name`);
  for (const [name, ...values] of rows.values(list)) addSums(of(String(name)), values as number[], 1); // sums of integers
  const times = database.query(`SELECT name, durations, firsts FROM (${within(kept, parts)}) WHERE ${isWanted}`);
  for (const [name, durations, firsts] of times.values(list)) {
    unpackTimes(of(String(name)), durations as Uint8Array, firsts as Uint8Array); // as they were written
  }
  return found;
};

/** From the first quarter that has something to the end of the last; null where none has. */
export const filledTime = (database: Database): { readonly from: number; readonly to: number } | null => {
  const [row] = database
    .query(`SELECT min(at), max(at) FROM rollups WHERE span = ${quarterMs} AND grouping = 'all'`)
    .values();
  return typeof row?.[0] === "number" ? { from: row[0], to: Number(row[1]) + quarterMs } : null;
};

/** All requests of each step of time, by when it begins; steps are as long as `lengthMs` on a clock that is ahead so far. */
export const stepsIn = (database: Database, time: EvenTime, lengthMs: number): Map<number, Figures> => {
  const found = new Map<number, Figures>();
  const of = (step: unknown): Figures => {
    const at = Number(step) * lengthMs - time.aheadMs;
    const figures = found.get(at) ?? noFigures();
    found.set(at, figures);
    return figures;
  };
  const step = `(at + ${time.aheadMs}) / ${lengthMs}`;
  const from = within("all", [{ span: quarterMs, from: time.from, to: time.to }]);
  const rows = database.query(`SELECT ${step}, ${sums} FROM (${from}) GROUP BY 1 ORDER BY 1`);
  for (const [at, ...values] of rows.values()) addSums(of(at), values as number[], 1); // sums of integers
  for (const [at, durations, firsts] of database.query(`SELECT ${step}, durations, firsts FROM (${from})`).values())
    unpackTimes(of(at), durations as Uint8Array, firsts as Uint8Array); // as they were written
  return found;
};
